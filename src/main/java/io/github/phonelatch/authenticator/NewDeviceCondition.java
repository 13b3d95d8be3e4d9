package io.github.phonelatch.authenticator;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.RememberedDevices;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.support.KeycloakClock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * True unless the person is on a device that is remembered for them. It is a condition around the step and not a way through it,
 * so that a code that was not asked for is neither among the methods nor in the level that tokens name.
 */
final class NewDeviceCondition implements Condition {
    static final NewDeviceCondition INSTANCE = new NewDeviceCondition();

    private NewDeviceCondition() {}

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        if (user == null || freshVerificationWanted(context.getAuthenticationSession()) || StepUp.wanted(context)) {
            return true;
        }
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        Instant now = KeycloakClock.INSTANCE.instant();
        Optional<String> device = new DeviceCookie(session, realm).deviceOf(user, now);
        return device.isEmpty()
                || VerifiedPhone.find(user, Settings.of(realm), now)
                        .filter(verification ->
                                RememberedDevices.known(session, realm, user, device.get(), verification, now))
                        .isEmpty();
    }

    /** A code is asked for on every device where the person has to sign in anew, or is about to change what signs them in. */
    private static boolean freshVerificationWanted(AuthenticationSessionModel tab) {
        return tab.getClientNote(Constants.KC_ACTION) != null
                || tab.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM) != null
                || promptsLogin(tab.getClientNote(OIDCLoginProtocol.PROMPT_PARAM))
                || SamlProtocol.SAML_FORCEAUTHN_REQUIREMENT.equals(
                        tab.getAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN))
                || AuthenticatorUtil.isForcedReauthentication(tab);
    }

    private static boolean promptsLogin(@Nullable String prompt) {
        return prompt != null && Arrays.asList(prompt.split(" ")).contains(OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
    }
}
