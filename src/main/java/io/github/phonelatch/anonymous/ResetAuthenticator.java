package io.github.phonelatch.anonymous;

import io.github.phonelatch.authenticator.CodeSuccess;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.page.CodeCommand;
import io.github.phonelatch.page.DialogResult;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.phone.Enforcement;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The code that a new password may be chosen with. Steps aside where the link of an e-mail was followed. The flow has no user
 * before the code was right.
 */
final class ResetAuthenticator implements UserlessAuthenticator {
    static final ResetAuthenticator INSTANCE = new ResetAuthenticator();

    private ResetAuthenticator() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        LoginHintNotes notes = new LoginHintNotes(context.getAuthenticationSession());
        Optional<AnonymousCode> code = byLink(context) ? Optional.empty() : code(context, notes);
        if (code.isPresent()) {
            context.challenge(page(context, code.get(), notes, handle(code.get(), new CodeCommand.Show())));
        } else {
            context.attempted();
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        LoginHintNotes notes = new LoginHintNotes(context.getAuthenticationSession());
        CodeCommand command = CodeCommand.of(context.getHttpRequest().getDecodedFormParameters());
        Optional<AnonymousCode> code = code(context, notes);
        if (code.isEmpty() || command instanceof CodeCommand.Change) {
            context.resetFlow();
            return;
        }
        DialogResult result = handle(code.get(), command);
        if (result instanceof DialogResult.Verified) {
            code.get().right();
            notes.forget();
            code.get().verified().ifPresentOrElse(verified -> goOn(context, verified), context::resetFlow);
        } else {
            context.challenge(page(context, code.get(), notes, result));
        }
    }

    /** Asks for a message where this tab has asked for none, because the page before has named the account already. */
    private static DialogResult handle(AnonymousCode code, CodeCommand command) {
        DialogResult result = code.dialog().handle(command);
        return result instanceof DialogResult.StartPage ? code.dialog().handle(new CodeCommand.Send()) : result;
    }

    private static void goOn(AuthenticationFlowContext context, AnonymousCode.VerifiedPerson verified) {
        UserModel person = verified.user();
        UserModel expected = context.getUser();
        if (expected != null && !expected.getId().equals(person.getId())) {
            context.failure(AuthenticationFlowError.USER_CONFLICT);
            return;
        }
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        context.setUser(person);
        tab.setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, person.getUsername());
        // The code is good for a new password only. To be let in, the person signs in with that.
        tab.setAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS, "true");
        tab.setUserSessionNote(Enforcement.AFTER_RESET, "true");
        CodeSuccess.with(context, verified.code());
    }

    private static boolean byLink(AuthenticationFlowContext context) {
        return context.getAuthenticationSession().getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID) != null;
    }

    private static Optional<AnonymousCode> code(AuthenticationFlowContext context, LoginHintNotes notes) {
        return notes.typed().map(typed -> new AnonymousCode(context, Purpose.RESET, typed, notes.challenge()));
    }

    private static Response page(
            AuthenticationFlowContext context, AnonymousCode code, LoginHintNotes notes, DialogResult result) {
        Pages pages = new Pages(context::form, code.settings(), code.locale(), false);
        if (result instanceof DialogResult.CodePage shown) {
            notes.keepChallenge(shown.challenge().id());
            return pages.anonymousCode(shown, true);
        }
        Refusal refusal = ((DialogResult.NoCodePage) result).refusal();
        return pages.anonymousSend(
                ProblemText.of(refusal, notes.typed().flatMap(LoginHint::number)),
                Objects.requireNonNullElse(refusal.retryAfter(), Duration.ZERO));
    }
}
