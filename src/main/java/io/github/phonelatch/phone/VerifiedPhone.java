package io.github.phonelatch.phone;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.models.UserModel;

/**
 * Whether a user has verified a number, asked anew each time. The credential is the verification. It counts while the
 * numbers on the user do not disprove it, so that neither an edited attribute nor a new number from a directory inherits
 * it, and for as long as the realm allows.
 */
public final class VerifiedPhone {
    private VerifiedPhone() {}

    /** The user's verification, if there is one that counts now. */
    public static Optional<Verification> find(UserModel user, VerificationRules rules, Instant now) {
        Duration limit = rules.reverifyAfter();
        return held(user, rules)
                .filter(verification -> limit.isZero() || verification.age(now).compareTo(limit) <= 0);
    }

    /**
     * The user's verification of any age. A number that has to be verified again is still held: as a second factor, and
     * where the accounts of a number are counted. Otherwise waiting would give it to somebody else.
     */
    public static Optional<Verification> held(UserModel user, VerificationRules rules) {
        List<Verification> stored = StoredVerification.of(user);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        List<String> written = PhoneAttributes.numbers(user);
        return stored.stream()
                .filter(verification -> !WrittenNumbers.disprove(written, verification.number(), rules))
                .max(Comparator.comparing(Verification::verifiedAt));
    }

    /** The number on the user, verified or not. */
    public static Optional<PhoneNumber> known(UserModel user, VerificationRules rules) {
        return known(user, rules, number -> true);
    }

    /**
     * The number on the user, verified or not, which a page may offer.
     *
     * @param accepted whether an unverified one may be offered: the first of them is, because directories keep landlines
     *     and remarks among them
     */
    public static Optional<PhoneNumber> known(
            UserModel user, VerificationRules rules, Predicate<PhoneNumber> accepted) {
        return held(user, rules)
                .map(Verification::number)
                .or(() -> PhoneAttributes.numbers(user).stream()
                        .flatMap(value -> WrittenNumbers.in(value, rules).stream())
                        .filter(accepted)
                        .findFirst());
    }
}
