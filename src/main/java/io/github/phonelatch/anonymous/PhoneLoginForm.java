package io.github.phonelatch.anonymous;

import io.github.phonelatch.authenticator.BruteForce;
import io.github.phonelatch.challenge.AccountLock;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.CodeCommand;
import io.github.phonelatch.page.DialogResult;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.TypedAccount;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Errors;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;

/** One request to the step that signs people in by their number: what to show, and what to do with what was sent. */
final class PhoneLoginForm {
    private static final String WRONG = "phonelatchPhoneLoginWrong";

    private final AuthenticationFlowContext context;
    private final RealmModel realm;
    private final MultivaluedMap<String, String> form;
    private final LoginHintNotes notes;
    private final Pages pages;

    PhoneLoginForm(AuthenticationFlowContext context) {
        this.context = context;
        this.realm = context.getRealm();
        this.form = context.getHttpRequest().getDecodedFormParameters();
        this.notes = new LoginHintNotes(context.getAuthenticationSession());
        this.pages = new Pages(
                context::form,
                RealmSettings.of(realm),
                context.getSession().getContext().resolveLocale(null),
                false);
    }

    /** What follows from what was sent. */
    sealed interface Result {
        record Page(Response response) implements Result {}

        /** The person typed the right code. */
        record ByCode(AnonymousCode.VerifiedPerson person) implements Result {}

        /** Keycloak compared the password, and it was right. */
        record ByPassword(UserModel person) implements Result {}
    }

    Response show() {
        return code().map(code -> page(code.dialog().handle(new CodeCommand.Show()), TypedAccount.NOTHING))
                .orElseGet(this::start);
    }

    Result answer() {
        CodeCommand command = CodeCommand.of(form);
        if (command instanceof CodeCommand.Verify && form.containsKey(ProblemText.PASSWORD)) {
            return password();
        }
        if (command instanceof CodeCommand.Send) {
            return new Result.Page(send(command));
        }
        if (command instanceof CodeCommand.Change) {
            notes.forget();
        }
        return code().map(code -> answer(code, command)).orElseGet(() -> new Result.Page(start()));
    }

    private Response start() {
        return pages.phoneLogin(Optional.empty(), TypedAccount.NOTHING);
    }

    // --- by code ----------------------------------------------------------------------------------------------------

    private Response send(CodeCommand command) {
        TypedAccount typed = TypedAccount.of(form);
        Optional<ProblemText> mistake = typed.number().mistake();
        if (mistake.isPresent()) {
            return pages.phoneLogin(mistake, typed);
        }
        notes.keep(new LoginHint(typed.number().number(), typed.address()));
        return page(code().orElseThrow().dialog().handle(command), typed);
    }

    private Result answer(AnonymousCode code, CodeCommand command) {
        DialogResult result = code.dialog().handle(command);
        if (!(result instanceof DialogResult.Verified)) {
            return new Result.Page(page(result, TypedAccount.NOTHING));
        }
        code.right();
        notes.forget();
        return code.verified()
                .filter(person -> mayBe(person.user()))
                .<Result>map(Result.ByCode::new)
                .orElseGet(() -> wrong(TypedAccount.NOTHING));
    }

    private Response page(DialogResult result, TypedAccount typed) {
        if (result instanceof DialogResult.CodePage code) {
            notes.keepChallenge(code.challenge().id());
            return pages.anonymousCode(code, false);
        }
        if (result instanceof DialogResult.NoCodePage none) {
            notes.forget();
            return pages.phoneLogin(Optional.of(ProblemText.of(none.refusal())), typed);
        }
        return start();
    }

    private Optional<AnonymousCode> code() {
        return notes.typed().map(typed -> new AnonymousCode(context, Purpose.PHONE_LOGIN, typed, notes.challenge()));
    }

    // --- by password ------------------------------------------------------------------------------------------------

    private Result password() {
        TypedAccount typed = TypedAccount.of(form);
        String password = Objects.requireNonNullElse(form.getFirst(ProblemText.PASSWORD), "");
        Optional<ProblemText> mistake = typed.number()
                .mistake()
                .or(() -> password.isEmpty()
                        ? Optional.of(ProblemText.onPassword("phonelatchPasswordMissing"))
                        : Optional.empty());
        if (mistake.isPresent()) {
            return new Result.Page(pages.phoneLogin(mistake, typed));
        }
        Optional<UserModel> found = new LoginHint(typed.number().number(), typed.address())
                .account(context.getSession(), realm, RealmSettings.of(realm))
                .filter(this::mayBe);
        if (found.isEmpty()) {
            // As long as comparing a password takes.
            AuthenticatorUtils.dummyHash(context);
            PhoneEvents.anonymous(context.getEvent(), Purpose.PHONE_LOGIN, Errors.USER_NOT_FOUND);
            return wrong(typed);
        }
        UserModel person = found.get();
        if (locked(person)) {
            AuthenticatorUtils.dummyHash(context);
            context.getEvent().clone().user(person).error(Errors.USER_TEMPORARILY_DISABLED);
            return wrong(typed);
        }
        if (!person.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)) {
            AuthenticatorUtils.dummyHash(context);
        }
        if (!person.credentialManager().isValid(UserCredentialModel.password(password))) {
            context.getEvent().clone().user(person).error(Errors.INVALID_USER_CREDENTIALS);
            // Not by a failed challenge: for that Keycloak wants the username in a note, and fills its own login page
            // with it.
            BruteForce.count(context, person, PasswordCredentialModel.TYPE);
            return wrong(typed);
        }
        context.getAuthenticationSession().setAuthNote(AuthenticationManager.PASSWORD_VALIDATED, "true");
        return new Result.ByPassword(person);
    }

    /**
     * Keycloak's own answer too, which is also yes while another request of that person is being handled: passwords have no
     * counts of ours, so that of many guesses at once no more than one may be looked at.
     */
    private boolean locked(UserModel person) {
        return AccountLock.locked(context.getSession(), realm, person)
                || AuthenticatorUtils.getDisabledByBruteForceEventError(context, person) != null;
    }

    /** In a sign-in that is being renewed only the person whose it is. */
    private boolean mayBe(UserModel person) {
        return context.getUser() == null || context.getUser().getId().equals(person.getId());
    }

    private Result wrong(TypedAccount typed) {
        return new Result.Page(pages.phoneLogin(Optional.of(ProblemText.general(WRONG)), typed));
    }
}
