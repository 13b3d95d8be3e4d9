package io.github.phonelatch.anonymous;

import io.github.phonelatch.authenticator.BruteForce;
import io.github.phonelatch.challenge.AccountLock;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.event.PhoneEvents;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Errors;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * The password at a sign-in by phone. Every answer takes as long as comparing a password, because a faster one would reveal
 * whether there is an account.
 */
final class PhoneLoginPassword {
    private final AuthenticationFlowContext context;

    PhoneLoginPassword(AuthenticationFlowContext context) {
        this.context = context;
    }

    /**
     * Compares the password, and counts a wrong one.
     *
     * @param person the account that is meant, if there is one that may sign in here
     * @return whose password it is, empty where it is nobody's
     */
    Optional<UserModel> check(Optional<UserModel> person, String password) {
        if (person.isEmpty()) {
            AuthenticatorUtils.dummyHash(context);
            PhoneEvents.anonymous(context.getEvent(), Purpose.PHONE_LOGIN, Errors.USER_NOT_FOUND);
            return Optional.empty();
        }
        return person.filter(user -> isRight(user, password));
    }

    private boolean isRight(UserModel person, String password) {
        if (locked(person)) {
            AuthenticatorUtils.dummyHash(context);
            context.getEvent().clone().user(person).error(Errors.USER_TEMPORARILY_DISABLED);
            return false;
        }
        if (!person.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
            AuthenticatorUtils.dummyHash(context);
        }
        if (!person.credentialManager().isValid(UserCredentialModel.password(password))) {
            context.getEvent().clone().user(person).error(Errors.INVALID_USER_CREDENTIALS);
            // Counted here, because a failed challenge needs the username in a note, and Keycloak then fills its own
            // login page with it.
            BruteForce.count(context, person, PasswordCredentialModel.TYPE);
            return false;
        }
        context.getAuthenticationSession().setAuthNote(AuthenticationManager.PASSWORD_VALIDATED, "true");
        return true;
    }

    /**
     * Keycloak's own answer counts too. It is also yes while another request of that person is being handled, and passwords
     * have no counts of ours, so that of many attempts at once at most one is looked at.
     */
    private boolean locked(UserModel person) {
        return AccountLock.locked(context.getSession(), context.getRealm(), person)
                || AuthenticatorUtils.getDisabledByBruteForceEventError(context, person) != null;
    }
}
