package io.github.phonelatch.anonymous;

import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.page.AccountName;
import io.github.phonelatch.page.CodeCommand;
import io.github.phonelatch.page.Countries;
import io.github.phonelatch.page.DialogResult;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.TypedAccount;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The form that signs people in by their number: what it shows, and what follows from what was sent. */
final class PhoneLoginForm {
    private final AuthenticationFlowContext context;
    private final RealmModel realm;
    private final MultivaluedMap<String, String> form;
    private final LoginHintNotes notes;
    private final Countries countries;
    private final Pages pages;

    PhoneLoginForm(AuthenticationFlowContext context) {
        this.context = context;
        this.realm = context.getRealm();
        this.form = context.getHttpRequest().getDecodedFormParameters();
        this.notes = new LoginHintNotes(context.getAuthenticationSession());
        Locale locale = context.getSession().getContext().resolveLocale(null);
        this.countries = new Countries(Settings.of(realm), locale);
        this.pages = new Pages(context::form, Settings.of(realm), locale, false);
    }

    Response show() {
        return code().map(code -> page(code.dialog().handle(new CodeCommand.Show()), TypedAccount.NOTHING))
                .orElseGet(this::start);
    }

    PhoneLoginResult answer() {
        CodeCommand command = CodeCommand.of(form);
        if (command instanceof CodeCommand.Verify && form.containsKey(ProblemText.PASSWORD)) {
            return password();
        }
        if (command instanceof CodeCommand.Send) {
            return new PhoneLoginResult.Page(send(command));
        }
        if (command instanceof CodeCommand.Change) {
            notes.forget();
        }
        return code().map(code -> answer(code, command)).orElseGet(() -> new PhoneLoginResult.Page(start()));
    }

    private Response start() {
        return pages.phoneLogin(Optional.empty(), TypedAccount.NOTHING);
    }

    // --- by code ----------------------------------------------------------------------------------------------------

    private Response send(CodeCommand command) {
        TypedAccount typed = TypedAccount.of(form, countries);
        Optional<ProblemText> mistake = typed.number().mistake();
        if (mistake.isPresent()) {
            return pages.phoneLogin(mistake, typed);
        }
        notes.keep(LoginHint.of(typed));
        return page(code().orElseThrow().dialog().handle(command), typed);
    }

    private PhoneLoginResult answer(AnonymousCode code, CodeCommand command) {
        DialogResult result = code.dialog().handle(command);
        if (!(result instanceof DialogResult.Verified)) {
            return new PhoneLoginResult.Page(page(result, TypedAccount.NOTHING));
        }
        code.right();
        notes.forget();
        return code.verified()
                .filter(person -> mayBe(person.user()))
                .<PhoneLoginResult>map(PhoneLoginResult.ByCode::new)
                .orElseGet(() -> wrong(TypedAccount.NOTHING));
    }

    private Response page(DialogResult result, TypedAccount typed) {
        if (result instanceof DialogResult.CodePage code) {
            notes.keepChallenge(code.challenge().id());
            return pages.anonymousCode(code, false);
        }
        if (result instanceof DialogResult.NoCodePage none) {
            notes.forget();
            return pages.phoneLogin(
                    Optional.of(ProblemText.of(none.refusal(), typed.number().number())), typed);
        }
        return start();
    }

    private Optional<AnonymousCode> code() {
        return notes.typed().map(typed -> new AnonymousCode(context, Purpose.PHONE_LOGIN, typed, notes.challenge()));
    }

    // --- by password ------------------------------------------------------------------------------------------------

    private PhoneLoginResult password() {
        TypedAccount typed = TypedAccount.of(form, countries);
        String password = Objects.requireNonNullElse(form.getFirst(ProblemText.PASSWORD), "");
        Optional<ProblemText> mistake = typed.number()
                .mistake()
                .or(() -> password.isEmpty()
                        ? Optional.of(ProblemText.onPassword("phonelatchPasswordMissing"))
                        : Optional.empty());
        if (mistake.isPresent()) {
            return new PhoneLoginResult.Page(pages.phoneLogin(mistake, typed));
        }
        Optional<UserModel> found = LoginHint.of(typed)
                .account(context.getSession(), realm, Settings.of(realm))
                .filter(this::mayBe);
        return new PhoneLoginPassword(context)
                .check(found, password)
                .<PhoneLoginResult>map(PhoneLoginResult.ByPassword::new)
                .orElseGet(() -> wrong(typed));
    }

    /** A sign-in that is being renewed is for its own person only. */
    private boolean mayBe(UserModel person) {
        return context.getUser() == null || context.getUser().getId().equals(person.getId());
    }

    private PhoneLoginResult wrong(TypedAccount typed) {
        return new PhoneLoginResult.Page(
                pages.phoneLogin(Optional.of(AccountName.of(realm).wrong()), typed));
    }
}
