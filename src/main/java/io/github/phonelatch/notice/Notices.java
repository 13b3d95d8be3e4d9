package io.github.phonelatch.notice;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.PhoneChange;
import io.github.phonelatch.support.KeycloakClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Tells people by e-mail about changes of their number and devices, in realms that want it. It mails after the change
 * is committed, on threads of its own, so that a failure is a line in the log and nothing else. One per server.
 * Thread-safe.
 */
public final class Notices implements ProviderEventListener {
    private static final Logger LOG = Logger.getLogger(Notices.class);
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    /** Each holds a thread for as long as the mail server is silent, at most some twenty seconds with Keycloak's defaults. */
    private static final int AT_THE_SAME_TIME = 2;

    private static final int WAITING = 500;
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(2);

    private final NoticeThreads threads;

    public Notices() {
        this(new NoticeThreads(AT_THE_SAME_TIME, WAITING));
    }

    Notices(NoticeThreads threads) {
        this.threads = threads;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PhoneChange change) {
            try {
                hear(change);
            } catch (RuntimeException e) {
                notMailed(change.realm().getId(), change.user().getId(), change.kind(), e);
            }
        }
    }

    /** Stops mailing. Mails that wait are given two seconds. */
    public void close() {
        threads.close(PATIENCE_AT_THE_END);
    }

    private void hear(PhoneChange change) {
        if (!Settings.of(change.realm()).notifyByEmail()) {
            return;
        }
        KeycloakSession session = change.session();
        Notice.of(change, KeycloakClock.INSTANCE.instant())
                .ifPresent(notice -> session.getTransactionManager()
                        .enlistAfterCompletion(new Afterwards(session.getKeycloakSessionFactory(), notice)));
    }

    private void queue(KeycloakSessionFactory sessions, Notice notice) {
        if (!threads.run(() -> mail(sessions, notice))) {
            LOG.warnf(
                    "Realm %s, user %s: the notice '%s' was dropped, since too many others wait to be mailed. A mail server"
                            + " is slow or silent.",
                    notice.realmId(), notice.userId(), notice.kind());
        }
    }

    private static void mail(KeycloakSessionFactory sessions, Notice notice) {
        try {
            // Committed before the mail server is asked, so that no connection is held while it makes us wait.
            boolean due = KeycloakModelUtils.runJobInTransactionWithResult(sessions, own -> isDue(own, notice));
            if (due) {
                KeycloakModelUtils.runJobInTransaction(sessions, own -> send(own, notice));
            }
        } catch (RuntimeException e) {
            notMailed(notice.realmId(), notice.userId(), notice.kind(), e);
        }
    }

    private static boolean isDue(KeycloakSession own, Notice notice) {
        RealmModel realm = own.realms().getRealm(notice.realmId());
        if (realm == null || !realm.isEnabled()) {
            return false;
        }
        own.getContext().setRealm(realm);
        if (realm.getSmtpConfig().isEmpty()) {
            if (WARNED.add(realm.getId())) {
                LOG.infof(
                        "Realm '%s': people are to be told by e-mail what becomes of their number, but the realm has no mail"
                                + " server. Nobody is told.",
                        realm.getName());
            }
            return false;
        }
        return NoticeLimit.take(own, realm, notice);
    }

    private static void send(KeycloakSession own, Notice notice) {
        RealmModel realm = own.realms().getRealm(notice.realmId());
        if (realm == null) {
            return;
        }
        own.getContext().setRealm(realm);
        try {
            NoticeMail.send(own, realm, notice);
        } catch (EmailException | IOException e) {
            notMailed(notice.realmId(), notice.userId(), notice.kind(), e);
        }
    }

    /** By the types of the exceptions, because their messages may hold the address. */
    private static void notMailed(String realmId, String userId, PhoneChange.Kind kind, Exception e) {
        StringBuilder kinds = new StringBuilder(e.getClass().getSimpleName());
        Throwable cause = e.getCause();
        for (int depth = 0; cause != null && depth < 5; depth++) {
            kinds.append(" < ").append(cause.getClass().getSimpleName());
            cause = cause.getCause();
        }
        LOG.warnf("Realm %s, user %s: the notice '%s' could not be mailed (%s)", realmId, userId, kind, kinds);
    }

    /** After a rollback there is nothing to tell. */
    private final class Afterwards extends AbstractKeycloakTransaction {
        private final KeycloakSessionFactory sessions;
        private final Notice notice;

        private Afterwards(KeycloakSessionFactory sessions, Notice notice) {
            this.sessions = sessions;
            this.notice = notice;
        }

        @Override
        protected void commitImpl() {
            queue(sessions, notice);
        }

        @Override
        protected void rollbackImpl() {}
    }
}
