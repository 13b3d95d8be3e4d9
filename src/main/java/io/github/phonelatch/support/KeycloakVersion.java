package io.github.phonelatch.support;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.common.Version;

/**
 * The Keycloak versions that Phonelatch runs on. Older ones are refused, because they allow an account to be taken over
 * through reset-credentials (CVE-2026-18963), and a verified phone would only make such an account look safer.
 */
public final class KeycloakVersion {
    private static final int[] OLDEST = {26, 7, 2};
    private static final Pattern LEADING_NUMBERS = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?.*");

    private KeycloakVersion() {}

    /**
     * Keeps the server from starting where this Keycloak is not safe. Every provider factory that is in use whatever an
     * admin configures calls this from its {@code init}, because an admin may turn any one of them off.
     *
     * @throws IllegalStateException with what to do, for the log of the start that it ends
     */
    public static void requireSafe() {
        objection(Version.VERSION).ifPresent(objection -> {
            throw new IllegalStateException(objection);
        });
    }

    /**
     * Says why not, or nothing where the version will do. Only the leading numbers count, so that vendor suffixes and
     * snapshots are read too. A version without any is not judged.
     */
    static Optional<String> objection(String version) {
        Matcher numbers = LEADING_NUMBERS.matcher(version);
        if (!numbers.matches()) {
            return Optional.empty();
        }
        int[] found = {number(numbers, 1), number(numbers, 2), number(numbers, 3)};
        if (Arrays.compare(found, OLDEST) >= 0) {
            return Optional.empty();
        }
        return Optional.of("Phonelatch needs Keycloak 26.7.2 or newer and this is " + version
                + ": older ones allow an account to be taken over through reset-credentials (CVE-2026-18963)."
                + " Upgrade Keycloak, or remove the Phonelatch jar from the providers directory.");
    }

    private static int number(Matcher numbers, int group) {
        String digits = numbers.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
