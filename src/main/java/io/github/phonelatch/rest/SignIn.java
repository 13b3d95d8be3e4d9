package io.github.phonelatch.rest;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.signin.Changes;
import io.github.phonelatch.signin.PassedFactors;
import io.github.phonelatch.signin.PhoneLevel;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * The sign-in that a token came from, and what it lets its application change.
 *
 * @param sessionId of the session ({@code sid})
 * @param outdated whether it began before the verification held now, and did not make it. Nothing is changed in it then
 * @param mayReplace whether another number may take the place of the one held. False where none is held, because a number asked
 *     for then is no replacement and does not become one when another is verified meanwhile
 * @param bySigningIn whether a sign-in by password would let it, too
 * @param missingLevel the level of authentication ({@code acr}) that the realm's flow keeps the phone behind, where this sign-in
 *     has not reached it
 */
record SignIn(
        String sessionId, boolean outdated, boolean mayReplace, boolean bySigningIn, Optional<String> missingLevel) {
    static SignIn of(
            KeycloakSession session,
            RealmModel realm,
            ClientModel client,
            UserModel user,
            UserSessionModel signIn,
            Optional<Verification> held,
            RealmSettings settings,
            Instant now) {
        PassedFactors passed = PassedFactors.of(signIn);
        Optional<String> missing = PhoneLevel.missing(session, realm, client, signIn);
        return new SignIn(
                signIn.getId(),
                !passed.knows(held),
                held.filter(verification -> Changes.mayReplaceNumber(
                                session, realm, user, passed, verification, settings, missing::isEmpty, now))
                        .isPresent(),
                Changes.mayReplaceLostNumber(session, realm, user, settings, now),
                missing);
    }
}
