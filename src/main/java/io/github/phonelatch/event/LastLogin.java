package io.github.phonelatch.event;

import io.github.phonelatch.support.Keys;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.storage.ReadOnlyException;

/**
 * When a person signed in last, as the user attribute {@code lastLogin}: RFC 3339 UTC, whole seconds. Each write drops the person
 * from the caches of all nodes, so a time is kept as it is for a while.
 */
final class LastLogin {
    static final String ATTRIBUTE = "lastLogin";

    private final Duration keptFor;

    /** @param keptFor how long later sign-ins do not replace it, zero if each one does */
    LastLogin(Duration keptFor) {
        this.keptFor = keptFor;
    }

    /**
     * Writes it in the session's transaction, unless it is recent enough, the person's directory is read-only, or an
     * admin impersonates the person.
     */
    void keep(KeycloakSession session, RealmModel realm, UserModel user, @Nullable String sessionId, Instant at) {
        if (user.getServiceAccountClientLink() == null
                && isDue(user.getFirstAttribute(ATTRIBUTE), at)
                && !isImpersonated(session, realm, sessionId)
                && isFirst(session, realm, user)) {
            try {
                user.setSingleAttribute(
                        ATTRIBUTE, at.truncatedTo(ChronoUnit.SECONDS).toString());
            } catch (ReadOnlyException e) {
                // The last sign-in of a directory's users is found there, or in the events.
            }
        }
    }

    private boolean isDue(@Nullable String written, Instant at) {
        if (written == null) {
            return true;
        }
        try {
            Instant last = Instant.parse(written);
            return last.isAfter(at) || !last.plus(keptFor).isAfter(at);
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    /** Applications that an admin opens while going on as somebody else. */
    private static boolean isImpersonated(KeycloakSession session, RealmModel realm, @Nullable String sessionId) {
        UserSessionModel signedIn =
                sessionId == null ? null : session.sessions().getUserSession(realm, sessionId);
        return signedIn != null && signedIn.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
    }

    /**
     * Of sign-ins at the same time on any nodes only one writes: two would leave two values, as Keycloak's database lets them. It
     * also keeps a directory that refuses from being asked at each sign-in, which would empty the caches for nothing.
     */
    private boolean isFirst(KeycloakSession session, RealmModel realm, UserModel user) {
        return keptFor.isZero()
                || session.singleUseObjects()
                        .putIfAbsent(Keys.of(session, realm).key("last-login", user.getId()), keptFor.toSeconds());
    }
}
