package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.NumberType;
import io.github.phonelatch.phone.PhoneNumber;
import java.util.Optional;

/** Which numbers may get a message. */
public final class NumberRules {
    private final RealmSettings settings;

    public NumberRules(RealmSettings settings) {
        this.settings = settings;
    }

    /** Why no message may go to this number, for any requester. */
    public Optional<Refusal> refusal(PhoneNumber number) {
        if (!settings.numbers().allowedCountries().contains(number.country())) {
            return Optional.of(Refusal.of(Problem.COUNTRY_NOT_ALLOWED));
        }
        if (settings.numbers().refusedTypes().contains(number.type())) {
            return Optional.of(Refusal.of(Problem.NUMBER_TYPE_NOT_ALLOWED));
        }
        if (isLandline(number) && settings.templates().alternative().ids().isEmpty()) {
            return Optional.of(Refusal.of(Problem.LANDLINE_NOT_ALLOWED));
        }
        return Optional.empty();
    }

    static boolean isLandline(PhoneNumber number) {
        return number.type() == NumberType.FIXED_LINE;
    }
}
