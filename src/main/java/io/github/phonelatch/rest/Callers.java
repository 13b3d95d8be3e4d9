package io.github.phonelatch.rest;

import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.challenge.AccountLock;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.event.LateSendEvents;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.KeycloakStore;
import io.github.phonelatch.support.Keys;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.jws.JWSHeader;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AppAuthManager.AuthHeader;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.util.MtlsHoKTokenUtil;

/** Finds out who calls: the token is checked as Keycloak checks it at its own endpoints, then the application, then the person. */
final class Callers {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final Origins origins;

    /** @param origins learns which origins the caller's application has */
    Callers(KeycloakSession session, Origins origins) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.origins = origins;
    }

    /** @param signInChallenge how {@code WWW-Authenticate} begins for somebody who has to sign in again first */
    record Authenticated(Caller caller, String signInChallenge) {}

    /** @throws Refused where it is nobody who may call */
    Authenticated authenticate() {
        requireHttps();
        RealmSettings settings = RealmSettings.of(realm);
        AuthResult token = token();
        ClientModel client = token.client();
        origins.of(client);
        if (!settings.apiClients().contains(client.getClientId())) {
            throw Refused.of(
                    ProblemType.CLIENT_NOT_ALLOWED,
                    "The application that got this token is not among the realm's api-clients.",
                    HttpHeaders.WWW_AUTHENTICATE,
                    challenge("insufficient_scope"));
        }
        if (!Enforcement.active(realm)) {
            throw Refused.of(ProblemType.NOT_CONFIGURED, "The required action that proves numbers is not enabled.");
        }
        UserModel user = token.user();
        if (user.getServiceAccountClientLink() != null || token.token().getSessionId() == null) {
            throw Refused.of(
                    ProblemType.CLIENT_NOT_ALLOWED,
                    "The token is of no person's sign-in: it belongs to a service account, or has no sid.",
                    HttpHeaders.WWW_AUTHENTICATE,
                    challenge("insufficient_scope"));
        }
        if (AccountLock.locked(session, realm, user)) {
            throw Refused.of(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        return new Authenticated(
                caller(client, user, token.session(), settings), challenge("insufficient_user_authentication"));
    }

    private String challenge(String error) {
        return scheme() + " realm=\"" + realm.getName() + "\"" + (error.isEmpty() ? "" : ", error=\"" + error + "\"");
    }

    private Caller caller(ClientModel client, UserModel user, UserSessionModel signIn, RealmSettings settings) {
        Instant now = KeycloakClock.INSTANCE.instant();
        Optional<Verification> held = VerifiedPhone.held(user, settings);
        return new Caller(
                user.getId(),
                client.getClientId(),
                SignIn.of(session, realm, client, user, signIn, held, settings, now),
                held,
                VerifiedPhone.find(user, settings, now),
                VerifiedPhone.known(user, settings),
                locale(user),
                settings,
                new AskedNumbers(KeycloakStore.of(session), Keys.of(session, realm)),
                Challenges.forCaller(session, realm, settings, LateSendEvents.of(session)));
    }

    /** As Keycloak's token endpoint does: a token that went over the wire in clear is anybody's. */
    private void requireHttps() {
        if (!"https".equals(session.getContext().getUri().getBaseUri().getScheme())
                && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            throw Refused.of(ProblemType.CLIENT_NOT_ALLOWED, "HTTPS is required.");
        }
    }

    private String locale(UserModel user) {
        try {
            return session.getContext().resolveLocale(user).toLanguageTag();
        } catch (WebApplicationException e) {
            // Thrown for an Accept-Language that cannot be read, which is looked at when nothing else says anything.
            @Nullable String ofRealm = realm.getDefaultLocale();
            return ofRealm == null ? Locale.ENGLISH.toLanguageTag() : ofRealm;
        }
    }

    private AuthResult token() {
        List<String> headers =
                session.getContext().getHttpRequest().getHttpHeaders().getRequestHeader(HttpHeaders.AUTHORIZATION);
        if (headers == null || headers.isEmpty()) {
            throw unauthorized("Send an access token: Authorization: Bearer ...", "");
        }
        AuthHeader header = header();
        if (header == null || !signed(header.getToken())) {
            throw unauthorized("Send one Authorization header with the scheme Bearer or DPoP and a JWT.", "");
        }
        AuthResult token = new AppAuthManager.BearerTokenAuthenticator(session)
                .setTokenString(header.getToken())
                .authenticate();
        if (token == null || token.client() == null || !boundToCertificate(token)) {
            throw unauthorized(
                    "The token has expired, was revoked, is of an ended session or another realm, or lacks its proof of"
                            + " possession.",
                    "invalid_token");
        }
        return token;
    }

    private @Nullable AuthHeader header() {
        try {
            return AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(
                    session.getContext().getHttpRequest().getHttpHeaders());
        } catch (NotAuthorizedException e) {
            // More than one.
            throw unauthorized("Send one Authorization header.", "");
        }
    }

    /** What names no algorithm is no token; Keycloak's verifier takes that for granted. */
    private static boolean signed(String token) {
        try {
            // Null where it is the word null.
            @Nullable JWSHeader header = new JWSInput(token).getHeader();
            return header != null && header.getAlgorithm() != null;
        } catch (JWSInputException e) {
            return false;
        }
    }

    private boolean boundToCertificate(AuthResult token) {
        return !OIDCAdvancedConfigWrapper.fromClientModel(token.client()).isUseMtlsHokToken()
                || MtlsHoKTokenUtil.verifyTokenBindingWithClientCertificate(
                        token.token(), session.getContext().getHttpRequest(), session);
    }

    private Refused unauthorized(String detail, String error) {
        return Refused.of(ProblemType.INVALID_TOKEN, detail, HttpHeaders.WWW_AUTHENTICATE, challenge(error));
    }

    private String scheme() {
        String header =
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "DPoP ", 0, 5) ? "DPoP" : "Bearer";
    }
}
