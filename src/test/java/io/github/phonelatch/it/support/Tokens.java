package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.List;

/** What the token endpoint answered: tokens, or an error. */
public record Tokens(App app, int status, HttpHeaders headers, JsonNode body) {
    public boolean granted() {
        return status == 200;
    }

    public String accessToken() {
        return token("access_token");
    }

    public String refreshToken() {
        return token("refresh_token");
    }

    public String idToken() {
        return token("id_token");
    }

    public JsonNode accessClaims() {
        return Json.claims(accessToken());
    }

    public JsonNode idClaims() {
        return Json.claims(idToken());
    }

    public Answer userinfo() {
        return app.userinfo(accessToken());
    }

    /** The next tokens of the same session. */
    public Tokens refresh() {
        return app.refresh(refreshToken());
    }

    /** {@code invalid_grant} …, or empty. */
    public String error() {
        return body.path("error").asText();
    }

    public String errorDescription() {
        return body.path("error_description").asText();
    }

    /** The value of a header that must be there once. */
    public String header(String name) {
        List<String> values = headers.allValues(name);
        if (values.size() != 1) {
            throw new AssertionError(values.size() + " headers " + name + " in " + status + ": " + body);
        }
        return values.get(0);
    }

    private String token(String name) {
        if (!granted() || !body.has(name)) {
            throw new AssertionError("no " + name + ", but " + status + ": " + error() + " " + errorDescription());
        }
        return body.get(name).asText();
    }
}
