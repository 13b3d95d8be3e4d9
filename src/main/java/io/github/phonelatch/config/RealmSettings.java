package io.github.phonelatch.config;

import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.NumberOwner;
import io.github.phonelatch.phone.NumberType;
import io.github.phonelatch.phone.VerificationRules;
import io.github.phonelatch.support.Networks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The settings of a realm: those of its required action {@code phonelatch-verify-phone}. Reading never fails, whatever an
 * import or a direct write left behind: what cannot be read is the default, with one warning.
 *
 * @param templateLanguage {@code auto}, or the provider's language to send whatever the page's
 * @param codeLifetime where the template does not say
 * @param codeLength in characters, where the template does not say
 * @param exemptRoles {@code role} or {@code client.role}
 * @param defaultCountry ISO 3166 alpha-2
 * @param allowedCountries ISO 3166 alpha-2; empty: nothing is sent
 * @param accountsPerNumber 0: any
 * @param reverifyAfter zero: never
 * @param apiClients client ids
 * @param failuresPerHour 0: no limit
 * @param failuresInARow 0: no limit
 * @param cooldown zero: none
 * @param sendsPerHour 0: no limit
 * @param sendsPerDay 0: no limit
 * @param sendsPerAddressPerHour 0: no limit
 * @param trustedNetworks whose messages are not counted per address
 * @param sendsPerPrefixPerHour 0: no limit
 * @param countryBudgets messages a day by ISO 3166 alpha-2, {@code *} for every other country; 0: no limit
 * @param realmBudgetPerDay 0: no limit
 * @param minimumConversionPercent 0: no limit
 */
public record RealmSettings(
        Optional<String> templateId,
        Optional<String> alternativeTemplateId,
        String templateLanguage,
        Duration codeLifetime,
        int codeLength,
        boolean requireForAll,
        List<String> exemptRoles,
        boolean notifyByEmail,
        Optional<String> defaultCountry,
        Set<String> allowedCountries,
        Set<NumberType> refusedNumberTypes,
        int accountsPerNumber,
        NumberOwner numberOwner,
        Duration reverifyAfter,
        LostNumber lostNumber,
        List<String> apiClients,
        int maxAttempts,
        int failuresPerHour,
        int failuresInARow,
        Duration cooldown,
        int sendsPerHour,
        int sendsPerDay,
        int sendsPerAddressPerHour,
        Networks trustedNetworks,
        int sendsPerPrefixPerHour,
        Map<String, Integer> countryBudgets,
        int realmBudgetPerDay,
        int minimumConversionPercent)
        implements VerificationRules {

    /** The required action that carries the settings. */
    private static final String ACTION = Enforcement.ACTION;

    private static final Logger LOG = Logger.getLogger(RealmSettings.class);
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    /** More realms are rare, and then their settings are read again. */
    private static final int REALMS = 1000;
    /** By a realm's id. One request asks for the settings a dozen times, and reading them takes longer than comparing. */
    private static final Map<String, LastRead> LAST = new ConcurrentHashMap<>();

    private record LastRead(Map<String, String> stored, RealmSettings settings) {}

    /** What the realm stores, or the defaults. */
    public static RealmSettings of(RealmModel realm) {
        RequiredActionConfigModel model = realm.getRequiredActionConfigByAlias(ACTION);
        Map<String, String> stored = model == null || model.getConfig() == null ? Map.of() : model.getConfig();
        LastRead last = LAST.get(realm.getId());
        if (last != null && last.stored().equals(stored)) {
            return last.settings();
        }
        RealmSettings settings = read(realm, stored);
        if (LAST.size() >= REALMS) {
            LAST.clear();
        }
        LAST.put(realm.getId(), new LastRead(new HashMap<>(stored), settings));
        return settings;
    }

    private static RealmSettings read(RealmModel realm, Map<String, String> stored) {
        RealmSettings settings = of(realm.getName(), stored);
        if (settings.allowedCountries().isEmpty() && WARNED.add(realm.getName() + "/nothing is sent")) {
            LOG.warnf(
                    "Realm '%s': nothing is sent to anybody, since the setting '%s' of required action '%s' is empty. List the"
                            + " countries whose numbers may get a code.",
                    realm.getName(), Settings.ALLOWED_COUNTRIES.key(), ACTION);
        }
        return settings;
    }

    /** What is stored under the settings' keys; other keys say nothing. */
    public static RealmSettings of(Map<String, String> stored) {
        return of("", stored);
    }

    /** In which language to send to somebody who reads the page in that one. */
    public String messageLanguage(String pageLanguage) {
        return templateLanguage.equals(Settings.AUTO) ? pageLanguage : templateLanguage;
    }

    /** How many messages a day may go to this country; 0: no limit. */
    public int countryBudget(String country) {
        Integer own = countryBudgets.get(country);
        return own != null ? own : countryBudgets.getOrDefault(SettingParsers.ANY_COUNTRY, 0);
    }

    /** What the console shows, Keycloak's own {@code max_auth_age} among them. */
    public static List<ProviderConfigProperty> consoleProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        Settings.ALL.forEach(setting -> properties.add(setting.property()));
        properties.addAll(RequiredActionFactory.MAX_AUTH_AGE_CONFIG_PROPERTIES);
        return List.copyOf(properties);
    }

    private static RealmSettings of(String realm, Map<String, String> stored) {
        return new RealmSettings(
                read(realm, stored, Settings.TEMPLATE_ID),
                read(realm, stored, Settings.ALTERNATIVE_TEMPLATE_ID),
                read(realm, stored, Settings.TEMPLATE_LANGUAGE),
                read(realm, stored, Settings.CODE_LIFETIME),
                read(realm, stored, Settings.CODE_LENGTH),
                read(realm, stored, Settings.REQUIRE_FOR_ALL),
                read(realm, stored, Settings.EXEMPT_ROLES),
                read(realm, stored, Settings.NOTIFY_BY_EMAIL),
                read(realm, stored, Settings.DEFAULT_COUNTRY),
                read(realm, stored, Settings.ALLOWED_COUNTRIES),
                read(realm, stored, Settings.REFUSED_NUMBER_TYPES),
                read(realm, stored, Settings.ACCOUNTS_PER_NUMBER),
                read(realm, stored, Settings.NUMBER_OWNER),
                read(realm, stored, Settings.REVERIFY_AFTER_DAYS),
                read(realm, stored, Settings.LOST_NUMBER),
                read(realm, stored, Settings.API_CLIENTS),
                read(realm, stored, Settings.MAX_ATTEMPTS),
                read(realm, stored, Settings.FAILURES_PER_HOUR),
                read(realm, stored, Settings.FAILURES_IN_A_ROW),
                read(realm, stored, Settings.COOLDOWN),
                read(realm, stored, Settings.SENDS_PER_HOUR),
                read(realm, stored, Settings.SENDS_PER_DAY),
                read(realm, stored, Settings.SENDS_PER_ADDRESS_PER_HOUR),
                read(realm, stored, Settings.TRUSTED_NETWORKS),
                read(realm, stored, Settings.SENDS_PER_PREFIX_PER_HOUR),
                read(realm, stored, Settings.COUNTRY_BUDGETS),
                read(realm, stored, Settings.REALM_BUDGET_PER_DAY),
                read(realm, stored, Settings.MINIMUM_CONVERSION_PERCENT));
    }

    private static <T> T read(String realm, Map<String, String> stored, Setting<T> setting) {
        String text = stored.get(setting.key());
        if (text == null || text.isEmpty()) {
            return setting.fallbackValue();
        }
        Parsed<T> reading = setting.read(text);
        // A name of a realm holds no such separator, so two realms' warnings are told apart.
        if (!reading.problems().isEmpty() && WARNED.add(realm + "/" + setting.key())) {
            LOG.warnf(
                    "Realm '%s': setting '%s' of required action '%s' holds something that cannot be read; %s is used."
                            + " Save the settings in the console to see what is wrong.",
                    realm, setting.key(), ACTION, reading.usable().isPresent() ? "the rest of it" : "its default");
        }
        return reading.usable().orElseGet(setting::fallbackValue);
    }
}
