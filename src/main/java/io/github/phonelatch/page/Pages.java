package io.github.phonelatch.page;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.PhoneNumber;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
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

    private final Supplier<LoginFormsProvider> forms;
    private final PageModels models;
    private final Locale locale;

    /**
     * @param forms Keycloak's form of this request, with all that its own parts of the page need
     * @param canCancel whether the person began this by choice and may leave it
     */
    public Pages(Supplier<LoginFormsProvider> forms, RealmSettings settings, Locale locale, boolean canCancel) {
        this.forms = forms;
        this.models = new PageModels(new Countries(settings, locale), canCancel);
        this.locale = locale;
    }

    // --- a number or an account -------------------------------------------------------------------------------------

    /**
     * Asks for a number, or offers the one that is known.
     *
     * @param typed what the person typed before
     * @param known the number on the account as it may be shown, where it may be used as it is
     * @param replaced the verified number that stays until another one is verified
     */
    public Response number(
            Optional<ProblemText> problem, TypedNumber typed, Optional<String> known, Optional<PhoneNumber> replaced) {
        Map<String, Object> page = models.number(typed);
        page.put("knownNumber", known.orElse(""));
        page.put("changing", replaced.isPresent());
        page.put("currentNumber", replaced.map(PhoneNumber::masked).orElse(""));
        return form(page, problem).createForm(NUMBER_PAGE);
    }

    /** Gives a page of Keycloak's what the fields of a number need ({@code phonelatch-registration.ftl}). */
    public void numberFields(Optional<TypedNumber> typed) {
        form(models.number(typed.orElse(TypedNumber.NOTHING)), Optional.empty());
    }

    /**
     * Asks which account to sign in to by phone, and for the password where it is to be used.
     *
     * @param typed what was typed before
     */
    public Response phoneLogin(Optional<ProblemText> problem, TypedAccount typed) {
        return form(models.account(typed), problem).createForm(PHONE_LOGIN_PAGE);
    }

    /**
     * Asks whose password is to be reset, and by what.
     *
     * @param typed what was typed before
     * @param mails whether an e-mail is offered beside a code
     */
    public Response reset(Optional<ProblemText> problem, TypedAccount typed, boolean mails) {
        Map<String, Object> page = models.account(typed);
        page.put("mails", mails);
        return form(page, problem).createForm(RESET_PAGE);
    }

    // --- an offer to send a code ------------------------------------------------------------------------------------

    /**
     * Offers to send a code to the verified number, where none could be sent so far.
     *
     * @param number as it may be shown
     * @param wait until asking again makes sense. From about a day on it makes none
     */
    public Response send(Optional<ProblemText> problem, String number, Duration wait) {
        return form(models.send(number, wait), problem).createForm(SEND_PAGE);
    }

    /**
     * Offers to send a code to the number that is held, before something else may happen.
     *
     * @param number as it may be shown
     * @param wait until asking again makes sense
     * @param reason the key of the sentence that says why
     */
    public Response current(Optional<ProblemText> problem, String number, Duration wait, String reason) {
        Map<String, Object> page = models.send(number, wait);
        page.put("reason", reason);
        return form(page, problem).createForm(CURRENT_PAGE);
    }

    /** Offers to send a code in an anonymous request, where none could be sent so far. Shows no digit of a number. */
    public Response anonymousSend(ProblemText problem, Duration wait) {
        Map<String, Object> page = models.send("", wait);
        page.put("onlyHere", true);
        return form(page, Optional.of(problem)).createForm(SEND_PAGE);
    }

    // --- a code -----------------------------------------------------------------------------------------------------

    /**
     * Asks for the code to a number that may still be changed.
     *
     * @param number as it may be shown
     */
    public Response code(DialogResult.CodePage code, String number) {
        return code(models.code(code, number, true), code);
    }

    /**
     * Asks for the code to the number that is held, before something else may happen.
     *
     * @param number as it may be shown
     * @param reason the key of the sentence that says why
     */
    public Response currentCode(DialogResult.CodePage code, String number, String reason) {
        Map<String, Object> page = models.code(code, number, false);
        page.put("reason", reason);
        return code(page, code);
    }

    /**
     * Asks for the code to the verified number, at a sign-in.
     *
     * @param number as it may be shown
     * @param rememberDays for how many days the device may be remembered, 0 where that is not offered
     * @param remember whether the person chose it before
     */
    public Response signInCode(DialogResult.CodePage code, String number, int rememberDays, boolean remember) {
        Map<String, Object> page = models.code(code, number, false);
        page.put("rememberDays", rememberDays);
        page.put("remember", remember);
        return code(page, code);
    }

    /**
     * Asks for the code of an anonymous request. Shows no digit of a number.
     *
     * @param onlyHere whether Keycloak's own list of other ways is left out, because it needs to know who it is
     */
    public Response anonymousCode(DialogResult.CodePage code, boolean onlyHere) {
        Map<String, Object> page = models.code(code, "", true);
        page.put("onlyHere", onlyHere);
        return code(page, code);
    }

    private Response code(Map<String, Object> page, DialogResult.CodePage code) {
        return form(page, code.problem()).createForm(CODE_PAGE);
    }

    private LoginFormsProvider form(Map<String, Object> page, Optional<ProblemText> problem) {
        LoginFormsProvider form = forms.get().setAttribute("phonelatch", page);
        problem.ifPresent(text -> {
            if (text.field() == null) {
                form.setError(text.key(), text.parameters(locale));
            } else {
                form.addError(text.message(locale));
            }
        });
        return form;
    }
}
