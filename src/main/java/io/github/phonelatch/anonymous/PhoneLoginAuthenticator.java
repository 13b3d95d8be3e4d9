package io.github.phonelatch.anonymous;

import io.github.phonelatch.authenticator.CodeSuccess;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.signin.FactorNotes;
import io.github.phonelatch.support.KeycloakClock;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

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
        PhoneLoginResult result = new PhoneLoginForm(context).answer();
        if (result instanceof PhoneLoginResult.ByCode byCode) {
            setUser(context, byCode.person().user());
            passed(context, byCode.person().user());
            CodeSuccess.with(context, byCode.person().code());
        } else if (result instanceof PhoneLoginResult.ByPassword byPassword) {
            setUser(context, byPassword.person());
            context.success(PasswordCredentialModel.TYPE);
        } else if (result instanceof PhoneLoginResult.Page page) {
            context.challenge(page.response());
        }
    }

    private static void setUser(AuthenticationFlowContext context, UserModel person) {
        context.setUser(person);
        // Only now, because Keycloak shows this name on its pages and writes it into events.
        context.getAuthenticationSession()
                .setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, person.getUsername());
    }

    /** Signing in by a code to the number shows that the person holds it. */
    private static void passed(AuthenticationFlowContext context, UserModel person) {
        VerifiedPhone.held(person, Settings.of(context.getRealm()))
                .ifPresent(held -> FactorNotes.passPhone(
                        context.getAuthenticationSession(), held, KeycloakClock.INSTANCE.instant()));
    }
}
