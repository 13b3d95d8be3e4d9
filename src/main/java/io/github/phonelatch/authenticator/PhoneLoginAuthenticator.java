package io.github.phonelatch.authenticator;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.signin.PassedFactors;
import io.github.phonelatch.support.KeycloakClock;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.UserModel;

/** Signs people in by their verified number and a password or a code. */
final class PhoneLoginAuthenticator implements UserlessAuthenticator {
    static final PhoneLoginAuthenticator INSTANCE = new PhoneLoginAuthenticator();

    private PhoneLoginAuthenticator() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        context.challenge(new PhoneLoginForm(context).show());
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        PhoneLoginForm.Answer answer = new PhoneLoginForm(context).answer();
        answer.page().ifPresent(context::challenge);
        answer.verified().ifPresent(verified -> {
            UserModel person = verified.person();
            context.setUser(person);
            // Not before: Keycloak shows this name on its pages and writes it into events.
            context.getAuthenticationSession()
                    .setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, person.getUsername());
            if (verified.byCode()) {
                passed(context, person);
            }
            context.success(verified.credentialType());
        });
    }

    /** Whoever signs in by a code to their number has shown that they hold it. */
    private static void passed(AuthenticationFlowContext context, UserModel person) {
        PassedFactors.ownCode(context.getAuthenticationSession());
        VerifiedPhone.held(person, RealmSettings.of(context.getRealm()))
                .ifPresent(held -> PassedFactors.passPhone(
                        context.getAuthenticationSession(), held, KeycloakClock.INSTANCE.instant()));
    }
}
