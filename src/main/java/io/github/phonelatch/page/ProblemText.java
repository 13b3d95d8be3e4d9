package io.github.phonelatch.page;

import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.utils.FormMessage;

/**
 * The text of a problem on a page.
 *
 * @param field the form field it belongs to, null where it belongs to none
 */
public record ProblemText(@Nullable String field, String key, List<Object> parameters) {
    public static final String COUNTRY = "phone_country";
    public static final String NUMBER = "phone_number";
    public static final String CODE = "code";
    public static final String ACCOUNT = "email";
    public static final String PASSWORD = "password";

    private static ProblemText onCountry(String key, Object... parameters) {
        return new ProblemText(COUNTRY, key, List.of(parameters));
    }

    /** Why a typed text is no number yet. Empty where it is one. */
    static Optional<ProblemText> of(Reading reading) {
        if (reading instanceof Reading.OfAnotherCountry other) {
            return Optional.of(onCountry(
                    "phonelatchOtherCountry", new CountryName(other.number().country())));
        }
        if (reading instanceof Reading.WithoutCountry) {
            return Optional.of(onCountry("phonelatchCountryMissing"));
        }
        return reading instanceof Reading.Invalid ? Optional.of(onNumber("phonelatchInvalidNumber")) : Optional.empty();
    }

    public static ProblemText onNumber(String key, Object... parameters) {
        return new ProblemText(NUMBER, key, List.of(parameters));
    }

    public static ProblemText onAccount(String key) {
        return new ProblemText(ACCOUNT, key, List.of());
    }

    public static ProblemText onPassword(String key) {
        return new ProblemText(PASSWORD, key, List.of());
    }

    public static ProblemText onCode(String key, Object... parameters) {
        return new ProblemText(CODE, key, List.of(parameters));
    }

    public static ProblemText general(String key, Object... parameters) {
        return new ProblemText(null, key, List.of(parameters));
    }

    /**
     * Names the country of a number that is refused for it, because the calling code of the chosen one is of others too.
     *
     * @param typed by the person who sees the text, empty where they typed none
     */
    public static ProblemText of(Refusal refusal, Optional<PhoneNumber> typed) {
        return typed.filter(number -> refusal.problem() == Problem.COUNTRY_NOT_ALLOWED && number.ofACountry())
                .map(number -> onNumber("phonelatchNamedCountryNotAllowed", new CountryName(number.country())))
                .orElseGet(() -> of(refusal));
    }

    public static ProblemText of(Refusal refusal) {
        Duration wait = refusal.retryAfter() == null ? Duration.ZERO : refusal.retryAfter();
        return switch (refusal.problem()) {
            case COUNTRY_NOT_ALLOWED -> onNumber("phonelatchCountryNotAllowed");
            case NUMBER_TYPE_NOT_ALLOWED -> onNumber("phonelatchNumberTypeNotAllowed");
            case LANDLINE_NOT_ALLOWED -> onNumber("phonelatchLandlineNotAllowed");
            case CHANNEL_NOT_AVAILABLE -> general("phonelatchChannelNotAvailable");
            case INVALID_NUMBER -> onNumber("phonelatchInvalidNumber");
            case NUMBER_REFUSED -> onNumber("phonelatchNumberRefused");
            case NUMBER_UNREACHABLE -> onNumber("phonelatchNumberUnreachable");
            case NUMBER_TAKEN -> onNumber("phonelatchNumberTaken");
            case NUMBER_NOT_IN_DIRECTORY -> onNumber("phonelatchNumberNotInDirectory");
            case WRONG_CODE ->
                refusal.attemptsLeft() > 0
                        ? onCode("phonelatchWrongCodeAttemptsLeft", refusal.attemptsLeft())
                        : onCode("phonelatchWrongCode");
            case CODE_EXPIRED -> onCode("phonelatchCodeExpired");
            case UNKNOWN_CHALLENGE -> general("phonelatchNoChallenge");
            case TOO_MANY_ATTEMPTS -> onCode("phonelatchTooManyAttempts");
            case TOO_MANY_FAILURES -> general("phonelatchTooManyFailures", minutes(wait));
            case BLOCKED -> general("phonelatchBlocked", hours(wait));
            case COOLDOWN -> general("phonelatchWaitSeconds", seconds(wait));
            case TOO_MANY_SENDS ->
                wait.compareTo(Duration.ofHours(2)) < 0
                        ? general("phonelatchTooManySendsMinutes", minutes(wait))
                        : general("phonelatchTooManySendsHours", hours(wait));
            case ADDRESS_LIMIT -> general("phonelatchAddressLimit", minutes(wait));
            case PREFIX_LIMIT -> general("phonelatchPrefixLimit", minutes(wait));
            case COUNTRY_BUDGET, REALM_BUDGET -> general("phonelatchBudgetUsedUp", hours(wait));
            case LOW_CONVERSION -> general("phonelatchLowConversion", hours(wait));
            case CODE_ALREADY_OUT -> general("phonelatchCodeAlreadyOut", minutes(wait));
            case ACCOUNT_LOCKED -> general("phonelatchAccountLocked");
            case ON_ITS_WAY -> general("phonelatchOnItsWay");
            case OUTCOME_UNKNOWN -> general("phonelatchOutcomeUnknown");
            case UNAVAILABLE -> general("phonelatchUnavailable");
            case NOT_CONFIGURED -> general("phonelatchNotConfigured");
        };
    }

    /** As a page shows it in its language. */
    public FormMessage message(Locale language) {
        return field == null
                ? new FormMessage(key, parameters(language))
                : new FormMessage(field, key, parameters(language));
    }

    Object[] parameters(Locale language) {
        return parameters.stream()
                .map(parameter -> parameter instanceof CountryName country ? country.in(language) : parameter)
                .toArray();
    }

    // Rounded up, so that nobody who waits as long as told is told to wait again.
    private static int seconds(Duration wait) {
        return Math.max(1, (int) wait.plusMillis(999).toSeconds());
    }

    private static int minutes(Duration wait) {
        return Math.max(1, (int) wait.plusSeconds(59).toMinutes());
    }

    private static int hours(Duration wait) {
        return Math.max(1, (int) wait.plusMinutes(59).toHours());
    }
}
