package io.github.phonelatch.phone;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The part of a realm's settings that this package needs. The settings implement it, so that this package does not
 * depend on theirs.
 */
public interface VerificationRules {

    /** ISO 3166 alpha-2 of numbers written without a country code, by a directory or a broker for example. */
    Optional<String> defaultCountry();

    /** Whether everybody has to verify a number, but the exempt. */
    boolean requireForAll();

    /** {@code role} or {@code client.role}. A person with one of them need not verify a number. */
    List<String> exemptRoles();

    /** How many enabled users of the realm may hold one number, 0 for any. */
    int accountsPerNumber();

    NumberOwner numberOwner();

    /** How old a verification may be and still count, zero for any age. */
    Duration reverifyAfter();
}
