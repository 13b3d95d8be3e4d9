package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;

/** What the token endpoint answered: tokens, or an error. */
public record Tokens(App app, int status, JsonNode body) {
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

    private String token(String name) {
        if (!granted() || !body.has(name)) {
            throw new AssertionError("no " + name + ", but " + status + ": " + error() + " " + errorDescription());
        }
        return body.get(name).asText();
    }
}
