package io.github.phonelatch.page;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.support.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The data of the templates, under the names that they read. */
final class PageModels {
    /** A countdown on a button is of use for minutes. Longer waits are told in words. */
    private static final Duration LONGEST_COUNTDOWN = Duration.ofMinutes(10);

    /** Nobody waits on a page for longer. */
    private static final Duration LONGEST_VISIT = Duration.ofHours(2);

    private final Countries countries;
    private final boolean canCancel;

    PageModels(Countries countries, boolean canCancel) {
        this.countries = countries;
        this.canCancel = canCancel;
    }

    private Map<String, Object> plain() {
        Map<String, Object> page = new HashMap<>();
        page.put("version", Version.version());
        page.put("canCancel", canCancel);
        return page;
    }

    /** The fields of a number. */
    Map<String, Object> number(TypedNumber typed) {
        Map<String, Object> page = plain();
        List<Map<String, Object>> choices = countries.choices(typed.country());
        page.put("countries", choices);
        choices.stream()
                .filter(country -> typed.otherCountry()
                        .filter(iso -> iso.equals(country.get("iso")))
                        .isPresent())
                .forEach(country -> page.put("otherCountry", country));
        page.put("typedNumber", typed.text());
        return page;
    }

    /** The fields that ask whose account it is. */
    Map<String, Object> account(TypedAccount typed) {
        Map<String, Object> page = number(typed.number());
        page.put("typedAddress", typed.address());
        return page;
    }

    /**
     * The offer to send a code.
     *
     * @param number as it may be shown
     * @param wait until asking makes sense
     */
    Map<String, Object> send(String number, Duration wait) {
        Map<String, Object> page = plain();
        page.put("number", number);
        page.put("sendIn", wait.compareTo(LONGEST_COUNTDOWN) > 0 ? 0 : seconds(wait));
        page.put("canSend", wait.compareTo(LONGEST_VISIT) < 0);
        return page;
    }

    /**
     * The field of a code. The device cannot be remembered.
     *
     * @param number as it may be shown
     * @param canChange whether another number or account may be typed
     */
    Map<String, Object> code(DialogResult.CodePage code, String number, boolean canChange) {
        Challenge challenge = code.challenge();
        Map<String, Object> page = plain();
        page.put("number", number);
        page.put("channel", challenge.deliveredBy());
        page.put("state", challenge.state().name().toLowerCase(Locale.ROOT));
        page.put("codeLength", challenge.codeLength());
        page.put("digitsOnly", challenge.digitsOnly());
        page.put("expiresIn", seconds(challenge.expiresIn()));
        page.put("resendIn", seconds(challenge.resendIn()));
        page.put(
                "channels",
                challenge.others().stream()
                        .map(other -> Map.of("id", other.channel().id(), "in", seconds(other.in())))
                        .toList());
        page.put("attemptsLeft", code.attemptsLeft());
        page.put("canChange", canChange);
        page.put("rememberDays", 0);
        page.put("remember", false);
        return page;
    }

    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
