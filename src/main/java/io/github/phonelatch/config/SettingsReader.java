package io.github.phonelatch.config;

import io.github.phonelatch.config.RealmSettings.CodeEntry;
import io.github.phonelatch.config.RealmSettings.Numbers;
import io.github.phonelatch.config.RealmSettings.People;
import io.github.phonelatch.config.RealmSettings.Sending;
import io.github.phonelatch.config.RealmSettings.Templates;
import io.github.phonelatch.phone.NumberIndexProfile;
import io.github.phonelatch.support.PhoneAction;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Reads the settings that a realm stores. An unreadable value counts as the default, with one warning. */
final class SettingsReader {
    /** The required action that carries the settings. */
    private static final String ACTION = PhoneAction.ID;

    private static final Logger LOG = Logger.getLogger(SettingsReader.class);
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    /** More realms are rare, and then their settings are read again. */
    private static final int REALMS = 1000;
    /** By a realm's id. One request asks for the settings a dozen times, and reading them takes longer than comparing. */
    private static final Map<String, LastRead> LAST = new ConcurrentHashMap<>();

    private record LastRead(Map<String, String> stored, RealmSettings settings) {}

    private final String realm;
    private final Map<String, String> stored;

    /**
     * Reads nothing yet.
     *
     * @param realm its name, for warnings
     */
    SettingsReader(String realm, Map<String, String> stored) {
        this.realm = realm;
        this.stored = stored;
    }

    /** What the realm stores, or the defaults. */
    static RealmSettings read(RealmModel realm) {
        // By provider id, because the exempt roles hold for an action that has lost its alias too.
        Map<String, String> stored = PhoneAction.of(realm)
                .map(RequiredActionProviderModel::getConfig)
                .orElseGet(Map::of);
        LastRead last = LAST.get(realm.getId());
        if (last != null && last.stored().equals(stored)) {
            return last.settings();
        }
        RealmSettings settings = new SettingsReader(realm.getName(), stored).settings();
        warnIfNothingIsSent(realm.getName(), settings);
        PhoneAction.fault(realm)
                .filter(fault -> WARNED.add(realm.getName() + "/" + fault))
                .ifPresent(fault -> LOG.warnf("Realm '%s': %s.", realm.getName(), fault));
        warnIfIndexIsOpen(realm);
        if (LAST.size() >= REALMS) {
            LAST.clear();
        }
        LAST.put(realm.getId(), new LastRead(new HashMap<>(stored), settings));
        return settings;
    }

    private static void warnIfNothingIsSent(String realm, RealmSettings settings) {
        if (settings.numbers().allowedCountries().isEmpty() && WARNED.add(realm + "/nothing is sent")) {
            LOG.warnf(
                    "Realm '%s': nothing is sent to anybody, since the setting '%s' of required action '%s' is empty. List the"
                            + " countries whose numbers may get a code.",
                    realm, NumberSettings.ALLOWED_COUNTRIES.key(), ACTION);
        }
    }

    private static void warnIfIndexIsOpen(RealmModel realm) {
        if (NumberIndexProfile.open(realm) && WARNED.add(realm.getName() + "/index is open")) {
            LOG.warnf(
                    "Realm '%s': the user profile does not declare '%s', by which the people of a number are found, and lets"
                            + " attributes that are not declared be edited. Declare it: admins view it, and nobody edits it.",
                    realm.getName(), NumberIndexProfile.ATTRIBUTE);
        }
    }

    RealmSettings settings() {
        return new RealmSettings(
                templates(),
                people(),
                numbers(),
                codeEntry(),
                sending(),
                read(ApplicationSettings.NOTIFY_BY_EMAIL),
                read(ApplicationSettings.API_CLIENTS));
    }

    private Templates templates() {
        return new Templates(
                read(TemplateSettings.TEMPLATES),
                read(TemplateSettings.ALTERNATIVE_TEMPLATES),
                read(TemplateSettings.TEMPLATE_LANGUAGE),
                read(TemplateSettings.CODE_LIFETIME),
                read(TemplateSettings.CODE_LENGTH));
    }

    private People people() {
        return new People(
                read(PeopleSettings.REQUIRE_FOR_ALL),
                read(PeopleSettings.EXEMPT_ROLES),
                read(PeopleSettings.REVERIFY_AFTER_DAYS),
                read(PeopleSettings.LOST_NUMBER));
    }

    private Numbers numbers() {
        return new Numbers(
                read(NumberSettings.DEFAULT_COUNTRY),
                read(NumberSettings.ALLOWED_COUNTRIES),
                read(NumberSettings.REFUSED_NUMBER_TYPES),
                read(NumberSettings.ACCOUNTS_PER_NUMBER),
                read(NumberSettings.NUMBER_OWNER));
    }

    private CodeEntry codeEntry() {
        return new CodeEntry(
                read(CodeEntrySettings.MAX_ATTEMPTS),
                read(CodeEntrySettings.FAILURES_PER_HOUR),
                read(CodeEntrySettings.FAILURES_IN_A_ROW));
    }

    private Sending sending() {
        return new Sending(
                new Sending.PerPerson(
                        read(PersonLimitSettings.COOLDOWN),
                        read(PersonLimitSettings.SENDS_PER_HOUR),
                        read(PersonLimitSettings.SENDS_PER_DAY)),
                new Sending.PerAddress(
                        read(RealmLimitSettings.SENDS_PER_ADDRESS_PER_HOUR), read(RealmLimitSettings.TRUSTED_NETWORKS)),
                new Sending.PerPrefix(
                        read(RealmLimitSettings.SENDS_PER_PREFIX_PER_HOUR),
                        read(RealmLimitSettings.MINIMUM_CONVERSION_PERCENT)),
                new Sending.Budgets(
                        read(RealmLimitSettings.COUNTRY_BUDGETS), read(RealmLimitSettings.REALM_BUDGET_PER_DAY)));
    }

    private <T> T read(Setting<T> setting) {
        String text = stored.get(setting.key());
        if (text == null || text.isEmpty()) {
            return setting.fallbackValue();
        }
        Parsed<T> parsed = setting.read(text);
        // The name of a realm holds no such separator, so the warnings of two realms are told apart.
        if (!parsed.problems().isEmpty() && WARNED.add(realm + "/" + setting.key())) {
            LOG.warnf(
                    "Realm '%s': setting '%s' of required action '%s' holds something that cannot be read; %s is used."
                            + " Save the settings in the console to see what is wrong.",
                    realm, setting.key(), ACTION, parsed.usable().isPresent() ? "the rest of it" : "its default");
        }
        return parsed.usable().orElseGet(setting::fallbackValue);
    }
}
