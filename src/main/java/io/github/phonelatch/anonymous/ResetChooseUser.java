package io.github.phonelatch.anonymous;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.page.AccountName;
import io.github.phonelatch.page.CodeCommand;
import io.github.phonelatch.page.Countries;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.TypedAccount;
import io.github.phonelatch.phone.Enforcement;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks whose password is to be reset, and whether by a code or by an e-mail. Goes on in the same way whether or not there is
 * such an account.
 */
final class ResetChooseUser implements UserlessAuthenticator {
    static final ResetChooseUser INSTANCE = new ResetChooseUser();

    private ResetChooseUser() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        String followed = tab.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID);
        if (followed != null) {
            passByLink(context, followed);
            return;
        }
        new LoginHintNotes(tab).forget();
        context.clearUser();
        linked(context).ifPresent(context::setUser);
        context.challenge(page(context, Optional.empty(), TypedAccount.NOTHING));
    }

    /** The link of the e-mail was followed, and Keycloak has checked it. */
    private static void passByLink(AuthenticationFlowContext context, String userId) {
        // Somebody who came by an identity provider goes on to being linked.
        if (new ResetMail(context).forcesLogin() && linked(context).isEmpty()) {
            context.getAuthenticationSession().setUserSessionNote(Enforcement.AFTER_RESET, "true");
        }
        context.setUser(context.getSession().users().getUserById(context.getRealm(), userId));
        context.success();
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        CodeCommand command = CodeCommand.of(form);
        TypedAccount typed = TypedAccount.of(form, new Countries(Settings.of(context.getRealm()), locale(context)));
        ResetMail mail = new ResetMail(context);
        boolean byMail = command instanceof CodeCommand.Mail && mail.offered();
        if (!byMail && !(command instanceof CodeCommand.Send)) {
            context.challenge(page(context, Optional.empty(), typed));
            return;
        }
        Optional<ProblemText> mistake = mistake(context, typed);
        if (mistake.isPresent()) {
            context.challenge(page(context, mistake, typed));
            return;
        }
        LoginHint account = LoginHint.of(typed);
        new LoginHintNotes(context.getAuthenticationSession()).keep(account);
        Optional<UserModel> linked = linked(context);
        if (byMail) {
            mail.send(account, linked);
            return;
        }
        if (linked.isEmpty()) {
            context.clearUser();
        }
        context.success();
    }

    /** The one account it can be about, where somebody from an identity provider wants to be linked with it. */
    private static Optional<UserModel> linked(AuthenticationFlowContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        return tab.getAuthNote(AbstractIdpAuthenticator.EXISTING_USER_INFO) == null
                ? Optional.empty()
                : Optional.of(AbstractIdpAuthenticator.getExistingUser(context.getSession(), context.getRealm(), tab));
    }

    private static Optional<ProblemText> mistake(AuthenticationFlowContext context, TypedAccount typed) {
        if (!typed.hasNumber() && !typed.hasAddress()) {
            return Optional.of(AccountName.of(context.getRealm()).missing());
        }
        return typed.hasNumber() ? typed.number().mistake() : Optional.empty();
    }

    private static Response page(AuthenticationFlowContext context, Optional<ProblemText> problem, TypedAccount typed) {
        Pages pages = new Pages(context::form, Settings.of(context.getRealm()), locale(context), false);
        return pages.reset(problem, typed, new ResetMail(context).offered());
    }

    private static Locale locale(AuthenticationFlowContext context) {
        return context.getSession().getContext().resolveLocale(null);
    }
}
