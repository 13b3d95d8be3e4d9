package io.github.phonelatch.signin;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** Decides what no gate lets pass, in any protocol. Every gate asks here. */
public final class GateRule {
    private GateRule() {}

    /**
     * Whether nothing is to be given out in this session: its person has a number to verify or a password to choose, or it began
     * before the verification that is their second factor now.
     */
    public static boolean refuses(
            KeycloakSession session,
            RealmModel realm,
            UserSessionModel signIn,
            Supplier<RealmSettings> settings,
            Instant now) {
        return Enforcement.owed(realm, signIn, settings, now) || outdated(session, realm, signIn, settings);
    }

    /**
     * Whether a session began before the verification held now, and did not make it, where the phone is the person's
     * second factor. Such a session was opened with less than a sign-in needs today. It ends by itself, and until then
     * it gets nothing, not even from a role gate.
     */
    public static boolean outdated(
            KeycloakSession session, RealmModel realm, UserSessionModel signIn, Supplier<RealmSettings> settings) {
        if (!Enforcement.active(realm)) {
            return false;
        }
        Optional<Verification> held = VerifiedPhone.held(signIn.getUser(), settings.get());
        return held.isPresent()
                && !PassedFactors.of(signIn).knows(held)
                && SecondFactor.isPhoneOf(session, realm, signIn.getUser());
    }
}
