package io.github.phonelatch.authenticator;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.RealmsResource;
import org.keycloak.utils.SecureContextResolver;

/**
 * The cookie by which a browser is known again. It holds devices of a few people at most, because a family shares a computer. It
 * opens nothing by itself. The device it names is looked up on the user who signs in, so that it is of no use to anybody else.
 */
final class DeviceCookie {
    static final String NAME = "PHONELATCH_DEVICE";

    /** Keeps the cookie far below what servers accept as a header. */
    static final int MOST_PEOPLE = 4;

    private final KeycloakSession session;
    private final RealmModel realm;

    DeviceCookie(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether this browser would keep the cookie to itself. Without TLS it would go over the wire for all to read. */
    boolean possible() {
        return SecureContextResolver.isSecureContext(session);
    }

    /** The id of the device of this person that this browser says it is. */
    Optional<String> deviceOf(UserModel user, Instant now) {
        return token(now).map(token -> token.devices().get(user.getId()));
    }

    void remember(UserModel user, String deviceId, Instant now, Duration period) {
        DeviceToken token = new DeviceToken();
        Map<String, String> devices = token.devices();
        Optional<DeviceToken> present = token(now);
        present.ifPresent(others -> devices.putAll(others.devices()));
        // Another person's period may be longer than this one's, where two applications have flows of their own.
        long until = Math.max(
                now.plus(period).getEpochSecond(),
                present.map(DeviceToken::getExp).orElse(0L));
        devices.remove(user.getId());
        devices.put(user.getId(), deviceId);
        Iterator<String> oldest = devices.keySet().iterator();
        while (devices.size() > MOST_PEOPLE) {
            oldest.next();
            oldest.remove();
        }
        token.type(DeviceToken.KIND)
                .issuedFor(realm.getId())
                .iat(now.getEpochSecond())
                .exp(until);
        session.getContext()
                .getHttpResponse()
                .setCookieIfAbsent(new NewCookie.Builder(NAME)
                        .value(session.tokens().encode(token))
                        .path(path())
                        .maxAge((int) (until - now.getEpochSecond()))
                        .secure(true)
                        .httpOnly(true)
                        .sameSite(NewCookie.SameSite.LAX)
                        .build());
    }

    private Optional<DeviceToken> token(Instant now) {
        Cookie cookie = session.getContext()
                .getHttpRequest()
                .getHttpHeaders()
                .getCookies()
                .get(NAME);
        if (cookie == null || cookie.getValue() == null) {
            return Optional.empty();
        }
        // The realm signs other tokens too, so the type has to say that it is such a one.
        return Optional.ofNullable(session.tokens().decode(cookie.getValue(), DeviceToken.class))
                .filter(token -> DeviceToken.KIND.equals(token.getType())
                        && realm.getId().equals(token.getIssuedFor())
                        && token.getExp() != null
                        && now.getEpochSecond() < token.getExp());
    }

    private String path() {
        return RealmsResource.realmBaseUrl(session.getContext().getUri())
                .path("/")
                .build(realm.getName())
                .getRawPath();
    }
}
