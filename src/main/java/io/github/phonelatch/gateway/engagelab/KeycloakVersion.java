package io.github.phonelatch.gateway.engagelab;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Keycloak we agree to run on. Older ones let a stranger take over an account through reset-credentials
 * (CVE-2026-18963), which a proven phone would only make look safer.
 */
final class KeycloakVersion {
    private static final int[] OLDEST = {26, 7, 2};
    private static final Pattern LEADING_NUMBERS = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?.*");

    private KeycloakVersion() {}

    /**
     * Says why not, or nothing where the version will do. Only the leading numbers count, so that vendor suffixes and
     * snapshots are read too; a version without any is not judged.
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
