package io.github.phonelatch.anonymous;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.page.CodeCommand;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.TypedAccount;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.support.KeycloakStore;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.StoreException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.resetcred.ResetCredentialEmail;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks whose password it is about and how the person wants to prove that it is theirs. Goes on in the same way whether or not
 * there is such an account.
 */
final class ResetChooseUser implements UserlessAuthenticator {
    static final ResetChooseUser INSTANCE = new ResetChooseUser();

    private static final Logger LOG = Logger.getLogger(ResetChooseUser.class);
    private static final Duration HOUR = Duration.ofHours(1);

    private ResetChooseUser() {}

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        String followed = tab.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID);
        if (followed != null) {
            // The link of the e-mail, which Keycloak has checked. Who came by a broker goes on to being linked.
            if (signsInAnew(context) && linked(context).isEmpty()) {
                tab.setUserSessionNote(Enforcement.AFTER_RESET, "true");
            }
            context.setUser(context.getSession().users().getUserById(context.getRealm(), followed));
            context.success();
            return;
        }
        new LoginHintNotes(tab).forget();
        context.clearUser();
        linked(context).ifPresent(context::setUser);
        context.challenge(page(context, Optional.empty(), TypedAccount.NOTHING));
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        CodeCommand command = CodeCommand.of(form);
        TypedAccount typed = TypedAccount.of(form);
        boolean byMail = command instanceof CodeCommand.AnotherWay && mails(context);
        if (!byMail && !(command instanceof CodeCommand.Send)) {
            context.challenge(page(context, Optional.empty(), typed));
            return;
        }
        Optional<ProblemText> mistake = mistake(typed);
        if (mistake.isPresent()) {
            context.challenge(page(context, mistake, typed));
            return;
        }
        LoginHint account = new LoginHint(typed.number().number(), typed.address());
        LoginHintNotes notes = new LoginHintNotes(context.getAuthenticationSession());
        notes.keep(account);
        if (byMail) {
            chooseUser(context, account);
            // Not by the flow's own step: that is an alternative, and Keycloak would take its "mail sent" for a
            // failure.
            // That step is passed when the link is followed.
            new ResetCredentialEmail().authenticate(context);
            if (linked(context).isEmpty()) {
                forget(context);
            }
            return;
        }
        if (linked(context).isEmpty()) {
            context.clearUser();
        }
        context.success();
    }

    /** This tab goes on after the mail, and its pages would show whom it was sent to. The link knows by itself. */
    private static void forget(AuthenticationFlowContext context) {
        context.clearUser();
        context.getAuthenticationSession().removeAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
    }

    /** Whether the flow ends without a session for who follows the link, as its step for the e-mail may say. */
    private static boolean signsInAnew(AuthenticationFlowContext context) {
        return mailSteps(context)
                .map(AuthenticationExecutionModel::getAuthenticatorConfig)
                .filter(Objects::nonNull)
                .map(context.getRealm()::getAuthenticatorConfigById)
                .anyMatch(settings -> settings != null
                        && settings.getConfig() != null
                        && Boolean.parseBoolean(settings.getConfig().get(ResetCredentialEmail.FORCE_LOGIN)));
    }

    /** Whether the flow goes on for who follows the link of an e-mail. */
    private static boolean mails(AuthenticationFlowContext context) {
        return mailSteps(context).findAny().isPresent();
    }

    private static Stream<AuthenticationExecutionModel> mailSteps(AuthenticationFlowContext context) {
        return AuthenticatorUtil.getExecutionsByType(
                        context.getRealm(), context.getTopLevelFlow().getId(), ResetCredentialEmail.PROVIDER_ID)
                .stream()
                .filter(AuthenticationExecutionModel::isEnabled);
    }

    /** The one account it can be about where somebody from an identity provider wants to be linked with it. */
    private static Optional<UserModel> linked(AuthenticationFlowContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        return tab.getAuthNote(AbstractIdpAuthenticator.EXISTING_USER_INFO) == null
                ? Optional.empty()
                : Optional.of(AbstractIdpAuthenticator.getExistingUser(context.getSession(), context.getRealm(), tab));
    }

    /** For the e-mail only, which is sent without another page: a page would tell that there is somebody. */
    private static void chooseUser(AuthenticationFlowContext context, LoginHint account) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        Optional<UserModel> linked = linked(context);
        Optional<UserModel> found = account.account(
                        context.getSession(), context.getRealm(), RealmSettings.of(context.getRealm()))
                .filter(user -> linked.isEmpty() || linked.get().getId().equals(user.getId()))
                .filter(user -> mayBeMailed(context, user));
        context.clearUser();
        if (found.isPresent()) {
            tab.setAuthNote(
                    AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME,
                    found.get().getUsername());
            context.setUser(found.get());
        } else {
            tab.removeAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
            context.getEvent().clone().error(Errors.USER_NOT_FOUND);
        }
    }

    /** A stranger who knows a number or an address must not fill its owner's mailbox: as many as messages, counted apart. */
    private static boolean mayBeMailed(AuthenticationFlowContext context, UserModel user) {
        RealmSettings settings = RealmSettings.of(context.getRealm());
        String name = Keys.of(context.getSession(), context.getRealm()).key("reset-mail", user.getId());
        try {
            return KeycloakStore.of(context.getSession())
                    .run(entries -> (settings.cooldown().isZero()
                                    || Slots.take(entries, name + ":pause", 1, settings.cooldown())
                                            .isPresent())
                            && (settings.sendsPerHour() == 0
                                    || Slots.take(entries, name + ":hour", settings.sendsPerHour(), HOUR)
                                            .isPresent()));
        } catch (StoreException e) {
            LOG.errorf(e, "A mail for a new password could not be counted, so none is sent");
            return false;
        }
    }

    private static Optional<ProblemText> mistake(TypedAccount typed) {
        if (!typed.hasNumber() && !typed.hasAddress()) {
            return Optional.of(ProblemText.onAddress("phonelatchAccountMissing"));
        }
        return typed.hasNumber() ? typed.number().mistake() : Optional.empty();
    }

    private static Response page(AuthenticationFlowContext context, Optional<ProblemText> problem, TypedAccount typed) {
        Pages pages = new Pages(
                context::form,
                RealmSettings.of(context.getRealm()),
                context.getSession().getContext().resolveLocale(null),
                false);
        return pages.reset(problem, typed, mails(context));
    }
}
