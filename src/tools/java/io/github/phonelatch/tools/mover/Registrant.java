package io.github.phonelatch.tools.mover;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody of the old system as Keycloak is to know them.
 *
 * @param line where their row begins in the file
 * @param phone as E.164; nobody has verified it here
 * @param phoneUnreadable the file has something for it that is no phone number
 */
record Registrant(
        long line,
        UUID id,
        String name,
        String email,
        boolean emailVerified,
        Optional<BcryptHash> password,
        Optional<String> phone,
        boolean phoneUnreadable,
        boolean enabled,
        Optional<Instant> lastLogin,
        Optional<Instant> created) {

    /** Nothing of a person: it may end in a log. */
    @Override
    public String toString() {
        return "registrant of line " + line;
    }
}
