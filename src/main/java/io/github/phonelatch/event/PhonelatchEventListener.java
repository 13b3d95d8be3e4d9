package io.github.phonelatch.event;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.EndedSignIns;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.NumberIndex;
import io.github.phonelatch.phone.PhoneChange;
import io.github.phonelatch.phone.RememberedDevices;
import io.github.phonelatch.phone.StoredVerification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.phone.Withdrawal;
import io.github.phonelatch.signin.FactorNotes;
import io.github.phonelatch.signin.OlderSessions;
import io.github.phonelatch.support.KeycloakClock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Withdraws the attributes when a credential of ours was removed, by its owner or by an admin, in the same transaction.
 * Writes the attribute by which people are found again when a changed profile lost it, or an account was made with a credential.
 * Forgets a person's devices when their password changes. Both are done here, because Keycloak notifies event listeners
 * of them and no credential provider. If it fails, the removal or the change goes on, and the log says what is left to
 * do.
 *
 * <p>Ends a session that was made out of a reset, or past pending actions. Keycloak swallows a listener's exceptions,
 * so nothing depends on its success: see {@link EndedSignIns}.
 */
final class PhonelatchEventListener implements EventListenerProvider {
    private static final Logger LOG = Logger.getLogger(PhonelatchEventListener.class);
    private static final String ATTRIBUTES_LAG =
            "the attributes could not be withdrawn after the phone credential was removed. Tokens already say that the number"
                    + " is not verified; the attributes follow at the next sign-in";
    private static final String DEVICES_STAY =
            "the remembered devices could not be forgotten after the password was changed. Remove them among the user's"
                    + " credentials, or sign the user out";
    private static final String SESSIONS_STAY =
            "the person's sessions could not be ended after the phone credential was removed. Sign the user out";
    private static final String INDEX_LAGS =
            "the attribute by which people of a number are found could not be made to follow the phone credential. It follows at the"
                    + " next sign-in";
    private static final Pattern USER_PATH = Pattern.compile("users/([^/]+)(/.*)?");
    /** An account that is written by hand may bring a credential, or lose the attributes beside it. */
    private static final Set<OperationType> WRITTEN = Set.of(OperationType.CREATE, OperationType.UPDATE);

    private final KeycloakSession session;

    PhonelatchEventListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getType() == EventType.UPDATE_CREDENTIAL) {
            new AddedFactors(session).check(event);
        }
        if (event.getType() == EventType.REMOVE_CREDENTIAL && isOf(StoredVerification.TYPE, event.getDetails())) {
            boolean toAnother =
                    Withdrawal.NUMBER_OWNER.equals(event.getDetails().get(Details.REASON));
            withUser(
                    event.getRealmId(),
                    Optional.ofNullable(event.getUserId()),
                    (realm, user) -> withdraw(realm, user, toAnother),
                    ATTRIBUTES_LAG);
            withUser(
                    event.getRealmId(),
                    Optional.ofNullable(event.getUserId()),
                    (realm, user) -> endSessions(realm, user, Optional.ofNullable(event.getSessionId())),
                    SESSIONS_STAY);
        } else if (event.getType() == EventType.UPDATE_CREDENTIAL
                && isOf(PasswordCredentialModel.TYPE, event.getDetails())) {
            withUser(
                    event.getRealmId(),
                    Optional.ofNullable(event.getUserId()),
                    (realm, user) -> RememberedDevices.forgetAll(user),
                    DEVICES_STAY);
        } else if (event.getType() == EventType.UPDATE_PROFILE) {
            withUser(event.getRealmId(), Optional.ofNullable(event.getUserId()), this::follow, INDEX_LAGS);
        } else if (event.getType() == EventType.LOGIN) {
            endIfItMustNotBe(event);
        }
    }

    private void endIfItMustNotBe(Event signIn) {
        boolean ended = EndedSignIns.endIf(
                session,
                signIn.getRealmId(),
                signIn.getSessionId(),
                signedIn -> (signedIn != null && signedIn.getNote(Enforcement.AFTER_RESET) != null)
                        || (SkippedActions.possibleIn(signIn)
                                && SkippedActions.in(session.getContext().getAuthenticationSession())));
        if (ended) {
            LOG.warnf(
                    "Realm %s, user %s: somebody who had something to do first, such as to choose a new password, tried to sign in"
                            + " without",
                    signIn.getRealmId(), signIn.getUserId());
            PhoneEvents.nothingGiven(session, signIn.getClientId(), signIn.getUserId(), "no_session");
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getError() != null) {
            return;
        }
        if (ActionCheck.isDueAfter(event)) {
            RealmModel realm = session.realms().getRealm(event.getRealmId());
            if (realm != null) {
                ActionCheck.afterChange(session, realm);
            }
            return;
        }
        if (event.getResourceType() == ResourceType.USER && WRITTEN.contains(event.getOperationType())) {
            withUser(event.getRealmId(), userOf(event.getResourcePath()), this::follow, INDEX_LAGS);
        }
        if (event.getOperationType() != OperationType.ACTION) {
            return;
        }
        if (isOf(StoredVerification.TYPE, event.getDetails())) {
            withUser(
                    event.getRealmId(),
                    userOf(event.getResourcePath()),
                    (realm, user) -> withdraw(realm, user, false),
                    ATTRIBUTES_LAG);
            withUser(
                    event.getRealmId(),
                    userOf(event.getResourcePath()),
                    (realm, user) -> endSessions(realm, user, Optional.empty()),
                    SESSIONS_STAY);
        } else if (event.getResourcePath() != null && event.getResourcePath().endsWith("/reset-password")) {
            withUser(
                    event.getRealmId(),
                    userOf(event.getResourcePath()),
                    (realm, user) -> RememberedDevices.forgetAll(user),
                    DEVICES_STAY);
        }
    }

    @Override
    public void close() {}

    private static boolean isOf(String credentialType, @Nullable Map<String, String> details) {
        return details != null && credentialType.equals(details.get(Details.CREDENTIAL_TYPE));
    }

    private static Optional<String> userOf(@Nullable String resourcePath) {
        if (resourcePath == null) {
            return Optional.empty();
        }
        Matcher path = USER_PATH.matcher(resourcePath);
        return path.matches() ? Optional.of(path.group(1)) : Optional.empty();
    }

    /** @param otherwise what an admin has to know where it fails */
    private void withUser(
            String realmId, Optional<String> userId, BiConsumer<RealmModel, UserModel> then, String otherwise) {
        if (userId.isEmpty()) {
            return;
        }
        try {
            RealmModel realm = session.realms().getRealm(realmId);
            UserModel user = realm == null ? null : session.users().getUserById(realm, userId.get());
            if (user != null) {
                then.accept(realm, user);
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "Realm %s, user %s: %s", realmId, userId.get(), otherwise);
        }
    }

    /**
     * Ends a person's sessions when their number is gone.
     *
     * @param own the one in which they removed it themselves, which goes on
     */
    private void endSessions(RealmModel realm, UserModel user, Optional<String> own) {
        if (VerifiedPhone.held(user, Settings.of(realm)).isEmpty()) {
            own.ifPresent(id -> FactorNotes.gaveUp(session, realm, id, user));
            OlderSessions.endAfterCommit(session, realm, user, KeycloakClock.INSTANCE.instant());
        }
    }

    private void follow(RealmModel realm, UserModel user) {
        NumberIndex.follow(session, realm, user);
    }

    private void withdraw(RealmModel realm, UserModel user, boolean toAnother) {
        follow(realm, user);
        RealmSettings settings = Settings.of(realm);
        if (VerifiedPhone.find(user, settings, KeycloakClock.INSTANCE.instant()).isEmpty()) {
            Withdrawal.withdraw(user);
            PhoneChange.gone(session, realm, user, VerifiedPhone.known(user, settings), toAnother);
        }
    }
}
