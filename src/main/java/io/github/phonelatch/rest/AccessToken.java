package io.github.phonelatch.rest;

import io.github.phonelatch.application.ProblemType;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.jws.JWSHeader;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AppAuthManager.AuthHeader;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.util.MtlsHoKTokenUtil;

/** The access token of a call, checked as Keycloak checks it at its own endpoints. */
final class AccessToken {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final HttpHeaders headers;

    AccessToken(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.headers = session.getContext().getHttpRequest().getHttpHeaders();
    }

    /** @throws Refused where there is none that counts */
    AuthResult check() {
        requireHttps();
        List<String> sent = headers.getRequestHeader(HttpHeaders.AUTHORIZATION);
        if (sent == null || sent.isEmpty()) {
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

    /** How {@code WWW-Authenticate} begins, in the scheme that the call came with. */
    String challenge(String error) {
        return scheme() + " realm=\"" + realm.getName() + "\"" + (error.isEmpty() ? "" : ", error=\"" + error + "\"");
    }

    /** As Keycloak's token endpoint does, because a token that went over the wire in clear may be anybody's. */
    private void requireHttps() {
        if (!"https".equals(session.getContext().getUri().getBaseUri().getScheme())
                && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            throw Refused.of(ProblemType.CLIENT_NOT_ALLOWED, "HTTPS is required.");
        }
    }

    private @Nullable AuthHeader header() {
        try {
            return AppAuthManager.extractAuthorizationHeaderTokenOrReturnNull(headers);
        } catch (NotAuthorizedException e) {
            // More than one.
            throw unauthorized("Send one Authorization header.", "");
        }
    }

    /** Whether the token names an algorithm. Keycloak's verifier takes that for granted. */
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
        String header = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "DPoP ", 0, 5) ? "DPoP" : "Bearer";
    }
}
