package io.github.phonelatch.phone;

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
    private Upkeep() {}

    /** Costs no statement where all is as it should be, but one for a person who is not in Keycloak's database. */
    public static void atSignIn(
            KeycloakSession session, RealmModel realm, UserModel user, VerificationRules rules, Instant now) {
        NumberIndex.follow(session, realm, user);
        if (!ofDirectory(user) && PhoneAttributes.numbers(user).isEmpty()) {
            VerifiedPhone.find(user, rules, now).ifPresent(verification -> publish(user, verification));
        }
    }

    private static void publish(UserModel user, Verification verification) {
        if (PhoneAttributes.write(
                user, PhoneAttributes.NUMBER, verification.number().e164())) {
            PhoneAttributes.sayVerified(user, verification.verifiedAt());
        }
    }

    /** Its own attributes are the directory's to keep. One that refuses a write does so when the sign-in is committed, and would undo it. */
    private static boolean ofDirectory(UserModel user) {
        return user.getFederationLink() != null || !StorageId.isLocalStorage(user.getId());
    }
}
