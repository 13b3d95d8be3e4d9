package io.github.phonelatch.page;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.Version;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.forms.login.LoginFormsProvider;

/** Makes the pages. */
public final class Pages {
    private static final String NUMBER_PAGE = "phonelatch-number.ftl";
    private static final String SEND_PAGE = "phonelatch-send.ftl";
    private static final String CURRENT_PAGE = "phonelatch-current.ftl";
    private static final String CODE_PAGE = "phonelatch-code.ftl";
    private static final String PHONE_LOGIN_PAGE = "phonelatch-login.ftl";
    private static final String RESET_PAGE = "phonelatch-reset.ftl";

    /** A countdown on a button is of use for minutes; longer waits are told in words. */
    private static final Duration LONGEST_COUNTDOWN = Duration.ofMinutes(10);

    /** Nobody waits on a page for longer. */
    private static final Duration LONGEST_VISIT = Duration.ofHours(2);

    private final Supplier<LoginFormsProvider> forms;
    private final RealmSettings settings;
    private final Locale locale;
    private final boolean canCancel;

    /**
     * @param forms Keycloak's form of this request, with all that its own parts of the page need
     * @param canCancel whether the person began this by choice and may leave it
     */
    public Pages(Supplier<LoginFormsProvider> forms, RealmSettings settings, Locale locale, boolean canCancel) {
        this.forms = forms;
        this.settings = settings;
        this.locale = locale;
        this.canCancel = canCancel;
    }

    /**
     * Asks for a number, or offers the one that is known.
     *
     * @param typed what the person typed into the field before
     * @param country the country chosen before; empty: the realm's default
     * @param known the number on the account as it may be shown, where it may be used as it is
     * @param replaced the proven number that stays until another one is proven
     */
    public Response number(
            Optional<ProblemText> problem,
            String typed,
            String country,
            Optional<String> known,
            Optional<PhoneNumber> replaced) {
        Map<String, Object> page = numberModel(typed, country);
        page.put("knownNumber", known.orElse(""));
        page.put("changing", replaced.isPresent());
        page.put("currentNumber", replaced.map(PhoneNumber::masked).orElse(""));
        return form(page, problem).createForm(NUMBER_PAGE);
    }

    /** Gives a page of Keycloak's what the fields of a number need ({@code phonelatch-registration.ftl}). */
    public void numberFields(Optional<TypedNumber> typed) {
        Map<String, Object> page = numberModel(
                typed.map(TypedNumber::text).orElse(""),
                typed.map(TypedNumber::country).orElse(""));
        form(page, Optional.empty());
    }

    /**
     * Offers to send a code to the number that is proven, where none could be sent so far.
     *
     * @param number as it may be shown
     * @param wait until asking again makes sense; a day or so means that it makes none
     */
    public Response send(Optional<ProblemText> problem, String number, Duration wait) {
        return form(sendModel(number, wait), problem).createForm(SEND_PAGE);
    }

    /**
     * Offers to send a code to the number that is held, before something else may happen.
     *
     * @param number as it may be shown
     * @param wait until asking again makes sense
     * @param reason the key of the sentence that says why
     */
    public Response current(Optional<ProblemText> problem, String number, Duration wait, String reason) {
        Map<String, Object> page = sendModel(number, wait);
        page.put("reason", reason);
        return form(page, problem).createForm(CURRENT_PAGE);
    }

    /**
     * Asks for the code to the number that is held, before something else may happen.
     *
     * @param number as it may be shown
     * @param reason the key of the sentence that says why
     */
    public Response currentCode(DialogResult.CodePage code, String number, String reason) {
        Map<String, Object> page = codeModel(code, number, false, 0, false);
        page.put("reason", reason);
        return form(page, code.problem()).createForm(CODE_PAGE);
    }

    private Map<String, Object> sendModel(String number, Duration wait) {
        Map<String, Object> page = model();
        page.put("number", number);
        page.put("sendIn", wait.compareTo(LONGEST_COUNTDOWN) > 0 ? 0 : seconds(wait));
        page.put("canSend", wait.compareTo(LONGEST_VISIT) < 0);
        return page;
    }

    /**
     * Asks who wants to sign in by phone, and for the password where they want to use it.
     *
     * @param typed what was typed before
     */
    public Response phoneLogin(Optional<ProblemText> problem, TypedAccount typed) {
        return form(typed(typed), problem).createForm(PHONE_LOGIN_PAGE);
    }

    /**
     * Asks whose password is to be reset, and which way.
     *
     * @param typed what was typed before
     * @param mails whether an e-mail is one of the ways
     */
    public Response reset(Optional<ProblemText> problem, TypedAccount typed, boolean mails) {
        Map<String, Object> page = typed(typed);
        page.put("mails", mails);
        return form(page, problem).createForm(RESET_PAGE);
    }

    private Map<String, Object> typed(TypedAccount typed) {
        Map<String, Object> page =
                numberModel(typed.number().text(), typed.number().country());
        page.put("typedAddress", typed.address());
        return page;
    }

    /**
     * Asks for the code of somebody of whom not even a digit may be told.
     *
     * @param onlyHere whether Keycloak's own list of other ways is left out, for it needs to know who it is
     */
    public Response anonymousCode(DialogResult.CodePage code, boolean onlyHere) {
        Map<String, Object> page = codeModel(code, "", true, 0, false);
        page.put("onlyHere", onlyHere);
        return form(page, code.problem()).createForm(CODE_PAGE);
    }

    /** Offers to send a code to somebody of whom not even a digit may be told, where none could be sent so far. */
    public Response anonymousSend(ProblemText problem, Duration wait) {
        Map<String, Object> page = sendModel("", wait);
        page.put("onlyHere", true);
        return form(page, Optional.of(problem)).createForm(SEND_PAGE);
    }

    /**
     * Asks for the code of a number that may still be changed.
     *
     * @param number as it may be shown
     */
    public Response code(DialogResult.CodePage code, String number) {
        return code(code, number, true, 0, false);
    }

    /**
     * Asks for the code of the number that is proven.
     *
     * @param number as it may be shown
     * @param rememberDays for how long the device may be remembered; 0: that is not offered
     * @param remember whether the person chose it before
     */
    public Response signInCode(DialogResult.CodePage code, String number, int rememberDays, boolean remember) {
        return code(code, number, false, rememberDays, remember);
    }

    private Response code(
            DialogResult.CodePage code, String number, boolean canChange, int rememberDays, boolean remember) {
        return form(codeModel(code, number, canChange, rememberDays, remember), code.problem())
                .createForm(CODE_PAGE);
    }

    private Map<String, Object> codeModel(
            DialogResult.CodePage code, String number, boolean canChange, int rememberDays, boolean remember) {
        Challenge challenge = code.challenge();
        Map<String, Object> page = model();
        page.put("number", number);
        page.put("channel", challenge.channel());
        page.put("state", challenge.state().name().toLowerCase(Locale.ROOT));
        page.put("codeLength", challenge.codeLength());
        page.put("digitsOnly", challenge.digitsOnly());
        page.put("expiresIn", seconds(challenge.expiresIn()));
        page.put("resendIn", seconds(challenge.resendIn()));
        page.put("anotherWayIn", challenge.otherWayIn().isNegative() ? -1 : seconds(challenge.otherWayIn()));
        page.put("attemptsLeft", code.attemptsLeft());
        page.put("canChange", canChange);
        page.put("rememberDays", rememberDays);
        page.put("remember", remember);
        return page;
    }

    private Map<String, Object> numberModel(String typed, String country) {
        String selected = country.isEmpty() ? settings.defaultCountry().orElse("") : country;
        Map<String, Object> page = model();
        page.put("countries", Countries.choices(settings.allowedCountries(), selected, locale));
        page.put("typedNumber", typed);
        return page;
    }

    private Map<String, Object> model() {
        Map<String, Object> page = new HashMap<>();
        page.put("version", Version.version());
        page.put("canCancel", canCancel);
        return page;
    }

    private LoginFormsProvider form(Map<String, Object> page, Optional<ProblemText> problem) {
        LoginFormsProvider form = forms.get().setAttribute("phonelatch", page);
        problem.ifPresent(text -> {
            if (text.field() == null) {
                form.setError(text.key(), text.parameters().toArray());
            } else {
                form.addError(text.message());
            }
        });
        return form;
    }

    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
