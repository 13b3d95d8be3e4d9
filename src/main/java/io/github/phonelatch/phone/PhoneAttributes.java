package io.github.phonelatch.phone;

import java.time.Instant;
import java.util.List;
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

    /** Exactly this value: a second number beside it would go on disproving it. */
    private static boolean holds(UserModel user, String name, @Nullable String value) {
        try (Stream<String> values = user.getAttributeStream(name)) {
            return values.toList().equals(value == null ? List.of() : List.of(value));
        }
    }
}
