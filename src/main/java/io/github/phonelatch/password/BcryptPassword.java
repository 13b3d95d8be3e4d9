package io.github.phonelatch.password;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password as bcrypt takes it: its first 72 bytes in UTF-8. */
final class BcryptPassword {
    static final int MAX_BYTES = 72;

    private final String raw;
    private final byte[] bytes;

    BcryptPassword(String raw) {
        this.raw = raw;
        this.bytes = raw.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether there is more than bcrypt would look at. */
    boolean isCut() {
        return isLongerThan(MAX_BYTES);
    }

    boolean isLongerThan(int maxBytes) {
        return bytes.length > maxBytes;
    }

    /**
     * Whether it holds the character that ends a text in C. Libraries disagree on what follows it, and bcrypt itself takes "a" and
     * "a", that character, "a" for the same password.
     */
    boolean holdsNul() {
        return raw.indexOf('\0') >= 0;
    }

    /** May end in the middle of a character, as it does in other libraries. */
    byte[] key() {
        return isCut() ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
    }
}
