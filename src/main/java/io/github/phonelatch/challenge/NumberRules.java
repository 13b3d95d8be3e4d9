package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.NumberType;
import io.github.phonelatch.phone.PhoneNumber;
import java.util.Optional;

/** Which numbers may get a message, and with which template. */
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
        if (isLandline(number) && settings.templates().alternative().id().isEmpty()) {
            return Optional.of(Refusal.of(Problem.LANDLINE_NOT_ALLOWED));
        }
        return Optional.empty();
    }

    /** A landline always gets the alternative template, because only a call reaches it. */
    Way way(PhoneNumber number, Way wanted) {
        return isLandline(number) ? Way.ALTERNATIVE : wanted;
    }

    /**
     * The template of the other way. Empty where there is none, where the number cannot use it, or where it is the
     * same one.
     */
    Optional<String> otherWay(PhoneNumber number, Way way) {
        if (way(number, way.other()) == way || template(way.other()).equals(template(way))) {
            return Optional.empty();
        }
        return template(way.other());
    }

    /** Empty where the realm has none. */
    Optional<String> template(Way way) {
        return way == Way.DEFAULT
                ? settings.templates().primary().id()
                : settings.templates().alternative().id();
    }

    private static boolean isLandline(PhoneNumber number) {
        return number.type() == NumberType.FIXED_LINE;
    }
}
