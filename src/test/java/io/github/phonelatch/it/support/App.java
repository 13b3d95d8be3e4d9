package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An application of a realm: a client with what it does at the OpenID Connect endpoints. */
public final class App {
    /** Where portals of test realms may be returned to. Never fetched. */
    public static final URI CALLBACK = URI.create("https://portal.example/callback");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI realm;
    private final String clientId;
    private final String secret;

    /** A public client where there is no secret. */
    App(URI realm, String clientId, String secret) {
        this.realm = realm;
        this.clientId = clientId;
        this.secret = secret;
    }

    static boolean isCallback(URI uri) {
        return CALLBACK.getHost().equals(uri.getHost());
    }

    /** Sends a browser to sign in: authorization code with PKCE. */
    public Page open(HttpBrowser browser) {
        return open(browser, Map.of());
    }

    /** The same with further parameters: {@code kc_action}, {@code prompt}, {@code scope} … */
    public Page open(HttpBrowser browser, Map<String, String> parameters) {
        String verifier = random();
        Map<String, String> query = new HashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                clientId,
                "redirect_uri",
                CALLBACK.toString(),
                "scope",
                "openid",
                "state",
                random(),
                "nonce",
                random(),
                "code_challenge",
                challenge(verifier),
                "code_challenge_method",
                "S256"));
        query.putAll(parameters);
        URI start = URI.create(endpoint("auth") + "?" + Http.encode(List.copyOf(query.entrySet())));
        return browser.follow(start, new SignIn(this, verifier));
    }

    /** Sends a browser to create an account, as OpenID Connect says it. */
    public Page register(HttpBrowser browser) {
        return open(browser, Map.of("prompt", "create"));
    }

    /** Signs in on Keycloak's own page in a new browser, and stops at whatever comes next. */
    public Page open(Person person) {
        return open(new HttpBrowser()).password(person);
    }

    /** Sends a browser to sign out of the session that the tokens came with. */
    public Page logout(HttpBrowser browser, Tokens tokens) {
        Map<String, String> query = Map.of("client_id", clientId, "id_token_hint", tokens.idToken());
        URI end = URI.create(endpoint("logout") + "?" + Http.encode(List.copyOf(query.entrySet())));
        return browser.follow(end, new SignIn(this, ""));
    }

    public Tokens directGrant(Person person) {
        return directGrant(person, Map.of());
    }

    public Tokens directGrant(Person person, Map<String, String> parameters) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "password",
                "scope",
                "openid",
                "username",
                person.email(),
                "password",
                person.password()));
        form.putAll(parameters);
        return token(form);
    }

    /** The same for tokens that are bound to a key. */
    public Tokens directGrant(Person person, Dpop key) {
        Map<String, String> form = Map.of(
                "grant_type", "password", "scope", "openid", "username", person.email(), "password", person.password());
        return tokens(post("token", form, Map.of("DPoP", key.verification("POST", endpoint("token")))));
    }

    public Tokens refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** Standard token exchange (RFC 8693) of somebody's access token. */
    public Tokens exchange(String accessToken) {
        return token(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                accessToken,
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token"));
    }

    /** Begins a sign-in on a device without a browser: {@code user_code}, {@code verification_uri_complete} … */
    public JsonNode device() {
        return started("auth/device", Map.of("scope", "openid"));
    }

    /** What the device is told when it asks for its tokens. Keycloak wants some time between two questions. */
    public Tokens poll(JsonNode device) {
        return token(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "device_code",
                device.get("device_code").asText()));
    }

    /** Begins a sign-in that somebody approves elsewhere (CIBA): {@code auth_req_id} … */
    public JsonNode ciba(Person person) {
        return started("ext/ciba/auth", Map.of("scope", "openid", "login_hint", person.email()));
    }

    /** What the application is told when it asks for the tokens of such a sign-in. */
    public Tokens pollCiba(JsonNode request) {
        return token(Map.of(
                "grant_type",
                "urn:openid:params:grant-type:ciba",
                "auth_req_id",
                request.get("auth_req_id").asText()));
    }

    private JsonNode started(String endpoint, Map<String, String> form) {
        HttpResponse<String> answer = post(endpoint, form);
        if (answer.statusCode() != 200) {
            throw new AssertionError(endpoint + ": " + answer.statusCode() + " " + answer.body());
        }
        return Json.parse(answer.body());
    }

    /** Tokens for somebody of whom another organization's server says who it is (JWT profile, RFC 7523). */
    public Tokens assertion(String jwt) {
        return token(Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", jwt));
    }

    /** A token with what somebody may do in this application (UMA), asked for with their access token from any application. */
    public Tokens permissions(String accessToken) {
        HttpResponse<String> answer = Http.send(Http.request(endpoint("token"))
                .header("Authorization", "Bearer " + accessToken)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(Http.form(List.of(
                        Map.entry("grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket"),
                        Map.entry("audience", clientId)))));
        return new Tokens(this, answer.statusCode(), answer.headers(), Json.parse(answer.body()));
    }

    public Tokens clientCredentials() {
        return token(Map.of("grant_type", "client_credentials"));
    }

    /** Any call of the token endpoint; the client's id and secret are added. */
    public Tokens token(Map<String, String> form) {
        return tokens(post("token", form));
    }

    private Tokens tokens(HttpResponse<String> answer) {
        // An authenticator that refuses may answer with a page.
        return new Tokens(
                this,
                answer.statusCode(),
                answer.headers(),
                answer.body().startsWith("{") ? Json.parse(answer.body()) : Json.object());
    }

    public JsonNode introspect(String token) {
        return Json.parse(post("token/introspect", Map.of("token", token)).body());
    }

    /** Revokes an access token, or a refresh token and with it what the application has of that session. */
    public void revoke(String token) {
        HttpResponse<String> answer = post("revoke", Map.of("token", token));
        if (answer.statusCode() != 200) {
            throw new AssertionError("revoke: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** The claims, or what the endpoint said instead. */
    public Answer userinfo(String accessToken) {
        return Answer.of(
                Http.send(Http.request(endpoint("userinfo")).header("Authorization", "Bearer " + accessToken)));
    }

    /** Keycloak's account interface, as the person whose token it is. */
    public Answer account(String accessToken, String method, Object body) {
        return account(accessToken, method, "", body);
    }

    /** The same, at a path below. */
    public Answer account(String accessToken, String method, String path, Object body) {
        return Answer.of(Http.send(Http.request(URI.create(realm + "/account/" + path))
                .header("Authorization", "Bearer " + accessToken)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        Json.of(body).toString()))));
    }

    /** What Keycloak's admin interface tells whoever has this token, at a path below that of the realm. */
    public Answer admin(String accessToken, String path) {
        URI uri = URI.create(realm.toString().replace("/realms/", "/admin/realms/") + "/" + path);
        return Answer.of(Http.send(Http.request(uri).header("Authorization", "Bearer " + accessToken)));
    }

    private HttpResponse<String> post(String endpoint, Map<String, String> form) {
        return post(endpoint, form, Map.of());
    }

    private HttpResponse<String> post(String endpoint, Map<String, String> form, Map<String, String> headers) {
        List<Map.Entry<String, String>> fields = new ArrayList<>(form.entrySet());
        fields.add(Map.entry("client_id", clientId));
        if (secret != null) {
            fields.add(Map.entry("client_secret", secret));
        }
        HttpRequest.Builder request =
                Http.request(endpoint(endpoint)).header("Content-Type", "application/x-www-form-urlencoded");
        headers.forEach(request::header);
        return Http.send(request.POST(Http.form(fields)));
    }

    private URI endpoint(String name) {
        return URI.create(realm + "/protocol/openid-connect/" + name);
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
