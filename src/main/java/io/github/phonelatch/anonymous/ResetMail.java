package io.github.phonelatch.anonymous;

import io.github.phonelatch.config.RealmSettings.Sending.PerPerson;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.support.KeycloakStore;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.StoreException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.resetcred.ResetCredentialEmail;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The e-mail with a link that resets a password. Keycloak sends it, and its own step of the flow takes the link. */
final class ResetMail {
    private static final Logger LOG = Logger.getLogger(ResetMail.class);
    private static final Duration HOUR = Duration.ofHours(1);

    private final AuthenticationFlowContext context;

    ResetMail(AuthenticationFlowContext context) {
        this.context = context;
    }

    /** Whether the flow has a step that takes the link. */
    boolean offered() {
        return steps().findAny().isPresent();
    }

    /** Whether that step ends the flow without a session, as its setting may say. */
    boolean forcesLogin() {
        return steps().map(AuthenticationExecutionModel::getAuthenticatorConfig)
                .filter(Objects::nonNull)
                .map(context.getRealm()::getAuthenticatorConfigById)
                .anyMatch(settings -> settings != null
                        && settings.getConfig() != null
                        && Boolean.parseBoolean(settings.getConfig().get(ResetCredentialEmail.FORCE_LOGIN)));
    }

    private Stream<AuthenticationExecutionModel> steps() {
        return AuthenticatorUtil.getExecutionsByType(
                        context.getRealm(), context.getTopLevelFlow().getId(), ResetCredentialEmail.PROVIDER_ID)
                .stream()
                .filter(AuthenticationExecutionModel::isEnabled);
    }

    /**
     * Sends the e-mail where an account is meant, and answers the same page where none is. No page of ours comes in between,
     * because it would show that there is somebody.
     *
     * @param linked the one account it can be about, where an identity provider's user is to be linked with one
     */
    void send(LoginHint typed, Optional<UserModel> linked) {
        chooseUser(typed, linked);
        // The flow's own step is an alternative, whose "mail sent" Keycloak would take for a failure. It is passed when
        // the link is followed.
        new ResetCredentialEmail().authenticate(context);
        if (linked.isEmpty()) {
            // The pages of this tab would show whom the e-mail was sent to. The link needs no tab.
            context.clearUser();
            tab().removeAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
        }
    }

    private void chooseUser(LoginHint typed, Optional<UserModel> linked) {
        Optional<UserModel> found = typed.account(
                        context.getSession(), context.getRealm(), Settings.of(context.getRealm()))
                .filter(user -> linked.isEmpty() || linked.get().getId().equals(user.getId()))
                .filter(this::mayBeMailed);
        context.clearUser();
        if (found.isPresent()) {
            tab().setAuthNote(
                            AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME,
                            found.get().getUsername());
            context.setUser(found.get());
        } else {
            tab().removeAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
            context.getEvent().clone().error(Errors.USER_NOT_FOUND);
        }
    }

    /**
     * As many e-mails as messages, counted apart, because anybody who knows a number or an address could fill its owner's
     * mailbox otherwise.
     */
    private boolean mayBeMailed(UserModel user) {
        PerPerson limits = Settings.of(context.getRealm()).sending().person();
        String name = Keys.of(context.getSession(), context.getRealm()).key("reset-mail", user.getId());
        try {
            return KeycloakStore.of(context.getSession())
                    .run(entries -> (limits.cooldown().isZero()
                                    || Slots.take(entries, name + ":pause", 1, limits.cooldown())
                                            .isPresent())
                            && (limits.perHour().isOff()
                                    || Slots.take(
                                                    entries,
                                                    name + ":hour",
                                                    limits.perHour().value(),
                                                    HOUR)
                                            .isPresent()));
        } catch (StoreException e) {
            LOG.errorf(e, "A mail for a new password could not be counted, so none is sent");
            return false;
        }
    }

    private AuthenticationSessionModel tab() {
        return context.getAuthenticationSession();
    }
}
