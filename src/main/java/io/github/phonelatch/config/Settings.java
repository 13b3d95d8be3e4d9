package io.github.phonelatch.config;

import java.util.List;

/** Every setting of a realm, in the order in which the console shows them. */
final class Settings {
    static final List<Setting<?>> ALL = List.of(
            // First, because nothing is sent without them.
            NumberSettings.ALLOWED_COUNTRIES,
            TemplateSettings.TEMPLATE_ID,
            TemplateSettings.ALTERNATIVE_TEMPLATE_ID,
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
}
