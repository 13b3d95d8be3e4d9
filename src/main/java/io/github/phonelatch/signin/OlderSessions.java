package io.github.phonelatch.signin;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.VerifiedPhone;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Ends the sessions of a person, online and offline, that do not know the number that was just verified, replaced or removed, and
 * tells their applications. Only where the phone is a second factor: elsewhere a session was opened with all that opens one.
 *
 * <p>Happens after the change is committed, on threads of our own, because an application's logout address may hang. Until then,
 * and where it fails, {@link GateRule} refuses the same sessions.
 */
public final class OlderSessions {
    private static final Logger LOG = Logger.getLogger(OlderSessions.class);
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1000;
    private static final ThreadPoolExecutor EXECUTOR = executor();

    /**
     * A session that was ended is looked for again after so many seconds. Keycloak takes it out of its cache a moment before it
     * takes it out of the database. A request in between reads it back into the cache, and the browser would stay signed in.
     */
    private static final long[] LOOK_AGAIN_AFTER = {1, 10};

    private static final int MOST_LOOKS = 10_000;
    private static final ScheduledThreadPoolExecutor LOOKS = looks();

    private OlderSessions() {}

    /**
     * Ends them once the transaction of the request has committed.
     *
     * @param at when the number was verified, replaced or removed. Sessions that began later stay
     */
    public static void endAfterCommit(KeycloakSession session, RealmModel realm, UserModel user, Instant at) {
        if (!SecondFactor.isPhoneOf(session, realm, user)) {
            return;
        }
        Change change = new Change(
                session.getKeycloakSessionFactory(),
                realm.getId(),
                user.getId(),
                at,
                session.getContext().getHttpRequest().getUri().getBaseUri(),
                session.getContext().getConnection().getRemoteAddr());
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                execute(change);
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private static void execute(Change change) {
        try {
            EXECUTOR.execute(change::endSessions);
        } catch (RejectedExecutionException e) {
            LOG.warnf(
                    "User %s: older sessions are not ended, since too many wait for that. They get no tokens all the same; sign the"
                            + " user out in the console to end them",
                    change.userId());
        }
    }

    /** A change of a person's number, with what is needed from its request to end sessions after it. */
    private record Change(
            KeycloakSessionFactory sessions, String realmId, String userId, Instant at, URI base, String address) {

        void endSessions() {
            try {
                List<Older> older =
                        KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> older(session));
                // Each by itself: one that fails or hangs takes no other with it.
                older.forEach(this::end);
                lookAgain(older);
            } catch (RuntimeException e) {
                LOG.warnf(
                        e, "User %s: older sessions could not be looked for. They get no tokens all the same", userId);
            }
        }

        private void lookAgain(List<Older> ended) {
            if (ended.isEmpty() || LOOKS.getQueue().size() >= MOST_LOOKS) {
                return;
            }
            for (long seconds : LOOK_AGAIN_AFTER) {
                // It logs its own failures.
                Future<?> unused =
                        LOOKS.schedule(() -> ended.forEach(this::removeWhatCameBack), seconds, TimeUnit.SECONDS);
            }
        }

        /** Its applications were told, and its event was written, when it ended. */
        private void removeWhatCameBack(Older ended) {
            try {
                KeycloakModelUtils.runJobInTransaction(
                        sessions,
                        session -> stillOlder(session, ended).ifPresent(signIn -> {
                            if (ended.offline()) {
                                session.sessions().removeOfflineUserSession(signIn.getRealm(), signIn);
                            } else {
                                session.sessions().removeUserSession(signIn.getRealm(), signIn);
                            }
                        }));
            } catch (RuntimeException e) {
                LOG.warnf(e, "User %s: an older session could not be ended. It gets no tokens all the same", userId);
            }
        }

        /** Empty where it has verified the number, or ended, since it was looked for. */
        private Optional<UserSessionModel> stillOlder(KeycloakSession session, Older older) {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                return Optional.empty();
            }
            session.getContext().setRealm(realm);
            return Optional.ofNullable(
                            older.offline()
                                    ? session.sessions().getOfflineUserSession(realm, older.id())
                                    : session.sessions().getUserSession(realm, older.id()))
                    .filter(signIn -> isOlder(realm, signIn.getUser(), signIn));
        }

        private List<Older> older(KeycloakSession session) {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                return List.of();
            }
            session.getContext().setRealm(realm);
            UserModel user = session.users().getUserById(realm, userId);
            if (user == null) {
                return List.of();
            }
            try (Stream<UserSessionModel> online = session.sessions().getUserSessionsStream(realm, user);
                    Stream<UserSessionModel> offline = session.sessions().getOfflineUserSessionsStream(realm, user)) {
                return Stream.concat(online, offline)
                        .filter(signIn -> isOlder(realm, user, signIn))
                        .map(signIn -> new Older(signIn.getId(), signIn.isOffline()))
                        .toList();
            }
        }

        private boolean isOlder(RealmModel realm, UserModel user, UserSessionModel signIn) {
            return !PassedFactors.of(signIn).knowsNow(VerifiedPhone.held(user, Settings.of(realm)), at);
        }

        private void end(Older older) {
            try {
                KeycloakModelUtils.runJobInTransaction(sessions, session -> end(session, older));
            } catch (RuntimeException e) {
                LOG.warnf(e, "User %s: an older session could not be ended. It gets no tokens all the same", userId);
            }
        }

        private void end(KeycloakSession session, Older older) {
            Optional<UserSessionModel> found = stillOlder(session, older);
            if (found.isEmpty()) {
                return;
            }
            UserSessionModel signIn = found.get();
            RealmModel realm = signIn.getRealm();
            session.getContext().setHttpRequest(new AbsentRequest(base));
            UserModel user = signIn.getUser();
            AuthenticationManager.backchannelLogout(
                    session,
                    realm,
                    signIn,
                    session.getContext().getUri(),
                    session.getContext().getConnection(),
                    session.getContext().getHttpRequest().getHttpHeaders(),
                    true);
            new EventBuilder(realm, session)
                    .event(EventType.LOGOUT)
                    .user(user)
                    .session(older.id())
                    .ipAddress(address)
                    .detail(Details.REASON, Enforcement.ACTION)
                    .success();
        }
    }

    private record Older(String id, boolean offline) {}

    private static ScheduledThreadPoolExecutor looks() {
        ScheduledThreadPoolExecutor looks = new ScheduledThreadPoolExecutor(1, OlderSessions::thread);
        looks.setKeepAliveTime(30, TimeUnit.SECONDS);
        looks.allowCoreThreadTimeOut(true);
        return looks;
    }

    private static ThreadPoolExecutor executor() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), OlderSessions::thread);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static Thread thread(Runnable job) {
        // Otherwise this thread would keep the request's context for ever.
        Thread thread = new Thread(null, job, "phonelatch-older-sessions", 0, false);
        thread.setContextClassLoader(OlderSessions.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }
}
