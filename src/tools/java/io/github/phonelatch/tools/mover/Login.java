package io.github.phonelatch.tools.mover;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whom Keycloak's admin interface is called as.
 *
 * @param realm where the account or the client is
 * @param user an account's name where {@code byPassword}, else a client with a service account
 * @param secret the password, or the client's secret
 */
record Login(String realm, String user, boolean byPassword, String secret) {
    /** Every realm has this client for programs that call as an account. */
    private static final String ADMIN_CLIENT = "admin-cli";

    /** What is posted to the realm's token endpoint. */
    Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        if (byPassword) {
            form.put("grant_type", "password");
            form.put("client_id", ADMIN_CLIENT);
            form.put("username", user);
            form.put("password", secret);
        } else {
            form.put("grant_type", "client_credentials");
            form.put("client_id", user);
            form.put("client_secret", secret);
        }
        return form;
    }

    @Override
    public String toString() {
        return (byPassword ? "user " : "client ") + user + " of realm " + realm;
    }
}
