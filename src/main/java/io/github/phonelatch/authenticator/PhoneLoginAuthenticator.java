package io.github.phonelatch.authenticator;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.UserModel;

/** Signs people in by their verified number and a password or a code. */
final class PhoneLoginAuthenticator implements UserlessAuthenticator {
    static final PhoneLoginAuthenticator INSTANCE = new PhoneLoginAuthenticator();

    private PhoneLoginAuthenticator() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        context.challenge(new PhoneLogin(context).show());
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        PhoneLogin.Answer answer = new PhoneLogin(context).answer();
        answer.page().ifPresent(context::challenge);
        answer.proven().ifPresent(proven -> {
            UserModel person = proven.person();
            context.setUser(person);
            // Not before: Keycloak shows this name on its pages and writes it into events.
            context.getAuthenticationSession()
                    .setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, person.getUsername());
            context.success(proven.credentialType());
        });
    }
}
