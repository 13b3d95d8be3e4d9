package io.github.phonelatch.notice;

import io.github.phonelatch.support.Keys;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * One notice a minute of each kind, for each person: enough to be warned, and no way to fill a mailbox. Counted where all nodes see
 * it.
 */
final class NoticeLimit {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private NoticeLimit() {}

    /** Of all that ask within a minute, on any nodes, one is told yes. It counts once the session's transaction commits. */
    static boolean take(KeycloakSession session, RealmModel realm, Notice notice) {
        String key = Keys.of(session, realm)
                .key("notice", notice.userId(), notice.kind().name());
        return session.singleUseObjects().putIfAbsent(key, PAUSE.toSeconds());
    }
}
