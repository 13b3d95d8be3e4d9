package io.github.phonelatch.phone;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

/**
 * Whether a user has proven a number, asked anew each time. The credential is the proof; it counts only while the number on
 * the user is the same one, so that neither an edited attribute nor a new number from a directory inherits it, and only as long
 * as the realm lets it.
 */
public final class VerifiedPhone {
    private VerifiedPhone() {}

    /** The user's proof, if there is one that counts now. */
    public static Optional<PhoneProof> find(UserModel user, ProofRules rules, Instant now) {
        Duration limit = rules.reverifyAfter();
        return held(user, rules)
                .filter(proof -> limit.isZero() || proof.age(now).compareTo(limit) <= 0);
    }

    /**
     * The user's proof, whatever its age. A number that has to be proven again is still the person's own: theirs as a second
     * factor, and theirs where the accounts of a number are counted. Nobody gets it, or rid of it, by waiting.
     */
    public static Optional<PhoneProof> held(UserModel user, ProofRules rules) {
        List<StoredProof> stored = stored(user);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        List<String> written = PhoneAttributes.numbers(user);
        return stored.stream()
                .filter(proof -> written.isEmpty()
                        ? !proof.attributeWritable()
                        : written.stream()
                                .allMatch(text -> sameNumber(text, proof.proof().number(), rules)))
                .map(StoredProof::proof)
                .max(Comparator.comparing(PhoneProof::verifiedAt));
    }

    /** The number on the user, proven or not, lately or long ago: what a page may offer instead of asking. */
    public static Optional<PhoneNumber> known(UserModel user, ProofRules rules) {
        return held(user, rules)
                .map(PhoneProof::number)
                .or(() -> PhoneAttributes.numbers(user).stream()
                        .findFirst()
                        .flatMap(text ->
                                PhoneNumber.parse(text, rules.defaultCountry().orElse(null))));
    }

    static boolean sameNumber(String text, PhoneNumber number, ProofRules rules) {
        return text.equals(number.e164())
                || PhoneNumber.parse(text, rules.defaultCountry().orElse(null))
                        .filter(number::equals)
                        .isPresent();
    }

    private static List<StoredProof> stored(UserModel user) {
        try (Stream<CredentialModel> credentials =
                user.credentialManager().getStoredCredentialsByTypeStream(StoredProof.TYPE)) {
            return credentials
                    .flatMap(credential -> StoredProof.read(credential).stream())
                    .toList();
        }
    }
}
