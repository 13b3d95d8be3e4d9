package io.github.phonelatch.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/** The settings of a realm, those of its required action {@code phonelatch-verify-phone}. */
public final class Settings {
    /** In the order in which the console shows them. */
    static final List<Setting<?>> ALL = List.of(
            // First, because nothing is sent without them.
            NumberSettings.ALLOWED_COUNTRIES,
            TemplateSettings.TEMPLATES,
            TemplateSettings.ALTERNATIVE_TEMPLATES,
            PeopleSettings.REQUIRE_FOR_ALL,
            PeopleSettings.EXEMPT_ROLES,
            PeopleSettings.REVERIFY_AFTER_DAYS,
            PeopleSettings.LOST_NUMBER,
            NumberSettings.DEFAULT_COUNTRY,
            NumberSettings.REFUSED_NUMBER_TYPES,
            NumberSettings.ACCOUNTS_PER_NUMBER,
            NumberSettings.NUMBER_OWNER,
            CodeEntrySettings.MAX_ATTEMPTS,
            CodeEntrySettings.FAILURES_PER_HOUR,
            CodeEntrySettings.FAILURES_IN_A_ROW,
            PersonLimitSettings.COOLDOWN,
            PersonLimitSettings.SENDS_PER_HOUR,
            PersonLimitSettings.SENDS_PER_DAY,
            RealmLimitSettings.SENDS_PER_ADDRESS_PER_HOUR,
            RealmLimitSettings.TRUSTED_NETWORKS,
            RealmLimitSettings.SENDS_PER_PREFIX_PER_HOUR,
            RealmLimitSettings.MINIMUM_CONVERSION_PERCENT,
            RealmLimitSettings.COUNTRY_BUDGETS,
            RealmLimitSettings.REALM_BUDGET_PER_DAY,
            TemplateSettings.TEMPLATE_LANGUAGE,
            TemplateSettings.CODE_LIFETIME,
            TemplateSettings.CODE_LENGTH,
            ApplicationSettings.NOTIFY_BY_EMAIL,
            ApplicationSettings.API_CLIENTS);

    private Settings() {}

    /**
     * The settings that the realm stores. Reading never fails, whatever an import or a direct write left behind: an unreadable
     * value counts as the default, with one warning.
     */
    public static RealmSettings of(RealmModel realm) {
        return SettingsReader.read(realm);
    }

    /** The settings that are stored under these keys. Other keys are ignored. */
    public static RealmSettings of(Map<String, String> stored) {
        return new SettingsReader("", stored).settings();
    }

    /** The properties that the console shows, Keycloak's own {@code max_auth_age} among them. */
    public static List<ProviderConfigProperty> consoleProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        ALL.forEach(setting -> properties.add(setting.property()));
        properties.addAll(RequiredActionFactory.MAX_AUTH_AGE_CONFIG_PROPERTIES);
        return List.copyOf(properties);
    }
}
