package io.github.phonelatch.phone;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/**
 * The attributes that publish a verification to the readers of users. They verify nothing, because others may write
 * them too.
 */
final class PhoneAttributes {
    /** In E.164 where we write it. Directories and brokers use other notations. */
    static final String NUMBER = "phoneNumber";
    /** {@code true} or {@code false}. */
    static final String VERIFIED = "phoneNumberVerified";
    /** RFC 3339 UTC. */
    static final String VERIFIED_AT = "phoneNumberVerifiedAt";

    private PhoneAttributes() {}

    /** The values of the user's number. There may be more than one. */
    static List<String> numbers(UserModel user) {
        try (Stream<String> values = user.getAttributeStream(NUMBER)) {
            return values.filter(value -> value != null && !value.isBlank()).toList();
        }
    }

    /** As far as the user's store lets us. */
    static void sayVerified(UserModel user, Instant at) {
        write(user, VERIFIED, "true");
        write(user, VERIFIED_AT, StoredVerification.seconds(at));
    }

    /**
     * Publishes a verified number. Of an account of the realm alone the attribute is ours, so it gets this value and no other. A
     * directory's attribute is its own: a number that is there in whatever notation is left as it is, and else it takes the place of
     * the number that was held. Other values stay, where the directory keeps several.
     *
     * @param before the number that was held, if any
     * @return whether the user's store has the number now
     */
    static boolean publish(
            Optional<Directory> directory,
            UserModel user,
            PhoneNumber number,
            Optional<PhoneNumber> before,
            VerificationRules rules) {
        if (directory.isEmpty()) {
            return write(user, NUMBER, number.e164());
        }
        if (!directory.get().letsWrite(user)) {
            return false;
        }
        List<String> values = numbers(user);
        if (WrittenNumbers.anyNames(values, number, rules)) {
            return true;
        }
        boolean several = values.size() > 1 || directory.get().keepsSeveral();
        try {
            user.setAttribute(NUMBER, several ? with(values, number, before, rules) : List.of(number.e164()));
        } catch (ReadOnlyException e) {
            return false;
        }
        return numbers(user).contains(number.e164());
    }

    /** The values with the number in the place of the one that was held, or behind them. */
    private static List<String> with(
            List<String> values, PhoneNumber number, Optional<PhoneNumber> before, VerificationRules rules) {
        Set<String> changed = new LinkedHashSet<>();
        for (String value : values) {
            boolean held = before.filter(old -> value.equals(old.e164())
                            || WrittenNumbers.in(value, rules).equals(List.of(old)))
                    .isPresent();
            changed.add(held ? number.e164() : value);
        }
        changed.add(number.e164());
        return List.copyOf(changed);
    }

    /**
     * Writes a value, or removes it.
     *
     * @return whether the user's store has it now: directories refuse, or keep their own
     */
    static boolean write(UserModel user, String name, @Nullable String value) {
        if (holds(user, name, value)) {
            return true;
        }
        try {
            if (value == null) {
                user.removeAttribute(name);
            } else {
                user.setSingleAttribute(name, value);
            }
        } catch (ReadOnlyException e) {
            return false;
        }
        return holds(user, name, value);
    }

    /** Exactly this value. */
    private static boolean holds(UserModel user, String name, @Nullable String value) {
        try (Stream<String> values = user.getAttributeStream(name)) {
            return values.toList().equals(value == null ? List.of() : List.of(value));
        }
    }
}
