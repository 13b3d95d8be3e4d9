package io.github.phonelatch.phone;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What this package has to know of a realm's settings. It is asked for here and answered by the settings, so that they may
 * speak of numbers without numbers knowing where settings live.
 */
public interface VerificationRules {

    /** ISO 3166 alpha-2 of numbers written without a country code, by a directory or a broker for example. */
    Optional<String> defaultCountry();

    /** Whether everybody has to prove a number, but the exempt. */
    boolean requireForAll();

    /** {@code role} or {@code client.role}: who has one of them need not verify a number. */
    List<String> exemptRoles();

    /** How many enabled users of the realm may have proven one number; 0: any. */
    int accountsPerNumber();

    NumberOwner numberOwner();

    /** How old a proof may be before it no longer counts; zero: any age. */
    Duration reverifyAfter();
}
