package io.github.phonelatch.config;

import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.Roles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.RealmModel;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.userprofile.ValidationException.ValidationExceptionBuilder;
import org.keycloak.validate.ValidationError;

/**
 * The check on save. Keycloak answers the console with 400 and the errors thrown here: field, message key and parameters.
 * The first parameter is the field, and the second is its label in the console.
 */
public final class SettingsValidation {
    /** Time to ask for another code after the first one expired. */
    private static final Duration SPARE = Duration.ofMinutes(5);

    private final RealmModel realm;
    private final Map<String, String> values;
    private final ValidationExceptionBuilder errors = new ValidationExceptionBuilder();

    private SettingsValidation(RealmModel realm, Map<String, String> values) {
        this.realm = realm;
        this.values = values;
    }

    /**
     * Checks them, each alone and together.
     *
     * @param values as they would be stored
     * @throws ValidationException with everything that is wrong
     */
    public static void validate(RealmModel realm, Map<String, String> values) {
        new SettingsValidation(realm, values).validate();
    }

    private void validate() {
        Settings.ALL.forEach(this::readable);
        differentTemplates();
        defaultCountryAllowed();
        rolesKnown();
        clientsKnown();
        actionOutlivesCode();
        if (errors.hasError()) {
            throw errors.build();
        }
    }

    private <T> void readable(Setting<T> setting) {
        String text = values.get(setting.key());
        if (text != null) {
            setting.read(text)
                    .problems()
                    .forEach(problem -> refuse(
                            setting, problem.messageKey(), problem.params().toArray()));
        }
    }

    private void differentTemplates() {
        List<String> first = value(TemplateSettings.TEMPLATES).ids();
        if (value(TemplateSettings.ALTERNATIVE_TEMPLATES).ids().stream().anyMatch(first::contains)) {
            refuse(
                    TemplateSettings.ALTERNATIVE_TEMPLATES,
                    "phonelatch-setting-same-template",
                    TemplateSettings.TEMPLATES.label());
        }
    }

    private void defaultCountryAllowed() {
        Set<String> allowed = value(NumberSettings.ALLOWED_COUNTRIES);
        value(NumberSettings.DEFAULT_COUNTRY)
                .filter(country -> !allowed.isEmpty() && !allowed.contains(country))
                .ifPresent(country -> refuse(
                        NumberSettings.DEFAULT_COUNTRY,
                        "phonelatch-setting-country-not-allowed",
                        country,
                        NumberSettings.ALLOWED_COUNTRIES.label()));
    }

    /**
     * The default's role may be missing, because the master realm has no such role
     * and the console stores the default that it shows.
     */
    private void rolesKnown() {
        for (String role : value(PeopleSettings.EXEMPT_ROLES)) {
            if (!PeopleSettings.EXEMPT_ROLES.fallbackValue().contains(role)
                    && Roles.find(realm, role).isEmpty()) {
                refuse(PeopleSettings.EXEMPT_ROLES, "phonelatch-setting-unknown-role", role);
            }
        }
    }

    private void clientsKnown() {
        for (String client : value(ApplicationSettings.API_CLIENTS)) {
            if (realm.getClientByClientId(client) == null) {
                refuse(ApplicationSettings.API_CLIENTS, "phonelatch-setting-unknown-client", client);
            }
        }
    }

    private void actionOutlivesCode() {
        Duration lifetime = value(TemplateSettings.CODE_LIFETIME);
        Duration needed = lifetime.plus(SPARE);
        int timeout = realm.getAccessCodeLifespanUserAction();
        if (timeout < needed.toSeconds()) {
            refuse(
                    TemplateSettings.CODE_LIFETIME,
                    "phonelatch-setting-action-timeout",
                    lifetime.toSeconds(),
                    needed.toSeconds(),
                    timeout);
        }
    }

    private <T> T value(Setting<T> setting) {
        String text = values.get(setting.key());
        return text == null || text.isEmpty()
                ? setting.fallbackValue()
                : setting.read(text).usable().orElseGet(setting::fallbackValue);
    }

    private void refuse(Setting<?> setting, String messageKey, Object... params) {
        Object[] withLabel = new Object[params.length + 1];
        withLabel[0] = setting.label();
        System.arraycopy(params, 0, withLabel, 1, params.length);
        errors.accept(new ValidationError(Enforcement.ACTION, setting.key(), messageKey, withLabel));
    }
}
