package io.github.phonelatch.phone;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

/**
 * Renews a verification, because a right code at sign-in shows that the person still has the phone. The accounts of the
 * number are not counted again, because the person holds it already.
 */
public final class Renewal {
    private static final Duration DAY = Duration.ofDays(1);

    private Renewal() {}

    /**
     * Whether renewing is worth a write, which drops the user from the caches of all nodes: once a day, or twice in a period
     * of less than two days. Never where verifications do not age.
     */
    public static boolean due(Verification verification, VerificationRules rules, Instant now) {
        Duration half = rules.reverifyAfter().dividedBy(2);
        return !half.isZero() && verification.age(now).compareTo(half.compareTo(DAY) < 0 ? half : DAY) >= 0;
    }

    /**
     * Writes time and channel of a verification anew. Does nothing where the verification went to another account, was
     * removed, or is of another number meanwhile.
     *
     * @param verification as found by {@link VerifiedPhone#held}
     * @param at when the code was found right
     * @param channel by which it came
     */
    public static void renew(UserModel user, Verification verification, Instant at, String channel) {
        // Looked up again, because another node may have removed it a moment ago and a write here would restore it.
        UserModel stored = Holders.uncached(user);
        Optional<CredentialModel> credential = of(stored, verification.number());
        if (credential.isEmpty()) {
            return;
        }
        CredentialModel renewed = credential.get().shallowClone();
        StoredVerification.write(verification.again(at, channel), renewed);
        // The person may have named it.
        renewed.setUserLabel(credential.get().getUserLabel());
        stored.credentialManager().updateStoredCredential(renewed);
        PhoneAttributes.sayVerified(stored, at);
    }

    private static Optional<CredentialModel> of(UserModel user, PhoneNumber number) {
        try (Stream<CredentialModel> ours =
                user.credentialManager().getStoredCredentialsByTypeStream(StoredVerification.TYPE)) {
            return ours.filter(credential -> StoredVerification.read(credential)
                            .filter(stored -> stored.number().equals(number))
                            .isPresent())
                    .findFirst();
        }
    }
}
