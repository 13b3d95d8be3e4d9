package io.github.phonelatch.registration;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.authentication.forms.RegistrationPage;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;

/** The common part of our registration steps. They add to the account that an earlier step creates. */
interface RegistrationStep extends FormAction {
    /** Said to people where only an admin can help. */
    String NOT_SET_UP = "phonelatchRegistrationNotSetUp";

    /** The account that was just created. Nothing has been created yet where an admin put the step too early. */
    static UserModel registrant(FormContext context, String step) {
        return Optional.ofNullable(context.getUser()).orElseThrow(() -> {
            Logger.getLogger(RegistrationStep.class)
                    .errorf(
                            "Realm '%s': nobody can register, since the step '%s' of the registration flow stands before the one"
                                    + " that creates the user. Move it below 'registration-user-creation'.",
                            context.getRealm().getName(), step);
            return new AuthenticationFlowException(
                    AuthenticationFlowError.GENERIC_AUTHENTICATION_ERROR,
                    step + " stands before registration-user-creation",
                    NOT_SET_UP);
        });
    }

    /**
     * Shows the page again with what was typed, the password aside, before anything is created.
     *
     * @param error of the event
     */
    static void refuse(ValidationContext context, String error, FormMessage message) {
        MultivaluedMap<String, String> form =
                new MultivaluedHashMap<>(context.getHttpRequest().getDecodedFormParameters());
        form.remove(RegistrationPage.FIELD_PASSWORD);
        form.remove(RegistrationPage.FIELD_PASSWORD_CONFIRM);
        context.error(error);
        context.validationError(form, List.of(message));
    }

    @Override
    default boolean requiresUser() {
        return false;
    }

    @Override
    default boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    default void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    default void close() {}
}
