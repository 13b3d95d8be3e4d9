package io.github.phonelatch.fakes;

import io.github.phonelatch.phone.NumberOwner;
import io.github.phonelatch.phone.VerificationRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A realm's rules as a test states them. */
public record Rules(
        Optional<String> defaultCountry,
        boolean requireForAll,
        List<String> exemptRoles,
        int accountsPerNumber,
        NumberOwner numberOwner,
        Duration reverifyAfter)
        implements VerificationRules {

    /** Everybody needs a number, and one account has it. */
    public static final Rules STRICT =
            new Rules(Optional.of("GB"), true, List.of("phone-exempt"), 1, NumberOwner.REFUSE, Duration.ZERO);

    public Rules accountsPerNumber(int accounts, NumberOwner owner) {
        return new Rules(defaultCountry, requireForAll, exemptRoles, accounts, owner, reverifyAfter);
    }

    public Rules requiredForNobody() {
        return new Rules(defaultCountry, false, exemptRoles, accountsPerNumber, numberOwner, reverifyAfter);
    }

    public Rules exempting(String... roles) {
        return new Rules(defaultCountry, requireForAll, List.of(roles), accountsPerNumber, numberOwner, reverifyAfter);
    }

    public Rules reverifyAfter(Duration limit) {
        return new Rules(defaultCountry, requireForAll, exemptRoles, accountsPerNumber, numberOwner, limit);
    }

    public Rules withoutCountry() {
        return new Rules(Optional.empty(), requireForAll, exemptRoles, accountsPerNumber, numberOwner, reverifyAfter);
    }
}
