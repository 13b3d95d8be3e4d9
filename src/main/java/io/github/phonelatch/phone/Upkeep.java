package io.github.phonelatch.phone;

import io.github.phonelatch.support.Keys;
import java.time.Duration;
import java.time.Instant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * Puts right, at a sign-in, what stands beside a credential: an import may bring the credential alone, and an admin, a broker or a
 * sync may take attributes away.
 */
public final class Upkeep {
    /** A directory that refuses is not asked at each sign-in, because asking drops the person from the caches of all nodes. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofHours(1);

    private Upkeep() {}

    /** Costs no statement where all is as it should be, but one for a person who is not in Keycloak's database. */
    public static void atSignIn(
            KeycloakSession session, RealmModel realm, UserModel user, VerificationRules rules, Instant now) {
        NumberIndex.follow(session, realm, user);
        VerifiedPhone.find(user, rules, now)
                .filter(verification -> PhoneAttributes.numbers(user).isEmpty())
                .filter(verification -> mayTry(session, realm, user))
                .ifPresent(verification -> {
                    if (PhoneAttributes.write(
                            user, PhoneAttributes.NUMBER, verification.number().e164())) {
                        PhoneAttributes.sayVerified(user, verification.verifiedAt());
                    }
                });
    }

    private static boolean mayTry(KeycloakSession session, RealmModel realm, UserModel user) {
        boolean ofDirectory = user.getFederationLink() != null || !StorageId.isLocalStorage(user.getId());
        return !ofDirectory
                || session.singleUseObjects()
                        .putIfAbsent(
                                Keys.of(session, realm).key("publish-again", user.getId()),
                                BETWEEN_ATTEMPTS.toSeconds());
    }
}
