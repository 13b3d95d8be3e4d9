package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.server.AdminToken;
import io.github.phonelatch.server.RunningServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The bootstrap admin of a server, at the admin REST interface. Its realms have what costs a server least: measured, making keys
 * for realms and hashing passwords took three quarters of the processor time of all tests.
 */
public final class Admin {
    private static final String KEY = RealmKeys.pem(RealmKeys.newPair());

    private final Supplier<URI> server;
    private final Supplier<String> token;
    private final Optional<Simulator> mails;

    public Admin(RunningServer server) {
        this(server::uri, server::adminToken, Optional.empty());
    }

    /** An admin who knows nothing of the server but an address where it, or one of several, is reached. */
    public Admin(Supplier<URI> address) {
        this(address, new AdminToken(address)::value, Optional.empty());
    }

    /** An admin whose new realms mail to this simulator. */
    public Admin(RunningServer server, Simulator mails) {
        this(server::uri, server::adminToken, Optional.of(mails));
    }

    private Admin(Supplier<URI> server, Supplier<String> token, Optional<Simulator> mails) {
        this.server = server;
        this.token = token;
        this.mails = mails;
    }

    /** The realm file as it is in the repository. */
    public static Path schoolFile() {
        return Path.of(System.getProperty("phonelatch.basedir", "")).resolve("realm-config/school-realm.json");
    }

    public RealmAdmin realm(String name) {
        return new RealmAdmin(this, name);
    }

    /** A realm as Keycloak makes it when it is given nothing but a name; only that its people need no last name, as in the school. */
    public RealmAdmin newRealm() {
        return newRealm("fresh");
    }

    /** The same with a name that begins so. */
    public RealmAdmin newRealm(String begin) {
        String name = begin + "-" + UUID.randomUUID().toString().substring(0, 8);
        call(
                "POST",
                "realms",
                Json.object().put("realm", name).put("enabled", true).put("privateKey", KEY));
        // As it stands in an address.
        RealmAdmin created =
                realm(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        created.notRequired("lastName");
        return created;
    }

    /** A school realm of the caller's own under another name, its portals open to {@link App#CALLBACK}. */
    public RealmAdmin newSchoolRealm() {
        return newSchoolRealm(realm -> {});
    }

    /**
     * A school realm of the caller's own, changed before it is created. For settings of the required action,
     * {@link #phoneSettings} finds them.
     */
    public RealmAdmin newSchoolRealm(Consumer<ObjectNode> changes) {
        RealmAdmin created = newRealm(schoolFile(), realm -> {
            realm.put("privateKey", KEY);
            realm.put("passwordPolicy", cheap(shippedPasswordPolicy()));
            actRightAfterSigningIn(realm);
            phoneSettings(realm).put(TRUSTED_NETWORKS, TESTS);
            mails.ifPresent(simulator -> realm.set("smtpServer", Mailbox.settings(simulator)));
            changes.accept(realm);
        });
        created.openToTests();
        return created;
    }

    /** A realm of such a file under another name, changed before it is created. */
    public RealmAdmin newRealm(Path file, Consumer<ObjectNode> changes) {
        String name = "school-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode realm = (ObjectNode) Json.parse(Json.read(file)
                .toString()
                .replace("/realms/school/", "/realms/" + name + "/")
                .replace("/admin/school/", "/admin/" + name + "/"));
        realm.put("realm", name);
        changes.accept(realm);
        call("POST", "realms", realm);
        return realm(name);
    }

    /** The school realm's, as it is given out. */
    public static String shippedPasswordPolicy() {
        return Json.read(schoolFile()).get("passwordPolicy").asText();
    }

    /** The same with the least cost of bcrypt. */
    static String cheap(String passwordPolicy) {
        return passwordPolicy + " and hashIterations(4)";
    }

    /** All tests of an hour come from one address. */
    static final String TRUSTED_NETWORKS = "trusted-networks";

    static final String TESTS = "127.0.0.0/8##::1";

    /** Takes away what the file asks of whoever changes a factor: a sign-in for that very purpose. Most tests need none. */
    private static void actRightAfterSigningIn(ObjectNode realm) {
        realm.get("requiredActions").forEach(action -> {
            if (action.has("config")) {
                ((ObjectNode) action.get("config")).remove("max_auth_age");
            }
        });
    }

    /** Puts back what the file asks of whoever changes a factor. */
    public static void asShipped(ObjectNode realm) {
        realm.set("requiredActions", Json.read(schoolFile()).get("requiredActions"));
    }

    /** The settings of {@code phonelatch-verify-phone} in a realm's representation, to be changed in place. */
    public static ObjectNode phoneSettings(ObjectNode realm) {
        for (JsonNode action : realm.get("requiredActions")) {
            if (action.get("alias").asText().equals(RealmAdmin.PHONE_ACTION)) {
                return (ObjectNode) action.get("config");
            }
        }
        throw new AssertionError("the realm has no " + RealmAdmin.PHONE_ACTION);
    }

    /** What the server tells at a path below {@code /admin/}. */
    public JsonNode get(String path) {
        return call("GET", path, null);
    }

    /** A call that must succeed. */
    JsonNode call(String method, String path, Object body) {
        HttpResponse<String> response = send(method, path, body);
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body().isEmpty() ? Json.object() : Json.parse(response.body());
    }

    /** A call whose answer is what the test is about. */
    Answer tryCall(String method, String path, Object body) {
        return Answer.of(send(method, path, body));
    }

    /** Creates something and returns its id. */
    String create(String path, Object body) {
        HttpResponse<String> response = send("POST", path, body);
        if (response.statusCode() != 201) {
            throw new AssertionError("POST " + path + ": " + response.statusCode() + " " + response.body());
        }
        List<String> location =
                List.of(response.headers().firstValue("Location").orElseThrow().split("/"));
        return location.get(location.size() - 1);
    }

    /** A call with a form, which some of Keycloak's resources want, that must succeed. */
    void postForm(String path, Map<String, String> fields) {
        HttpResponse<String> response = Http.send(Http.request(uri(path))
                .header("Authorization", "Bearer " + token.get())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(Http.form(List.copyOf(fields.entrySet()))));
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError("POST " + path + ": " + response.statusCode() + " " + response.body());
        }
    }

    /** A call that must succeed and whose cookies a browser keeps, as the console's own calls do. */
    void callIn(HttpBrowser browser, String method, String path) {
        HttpResponse<String> response = send(method, path, null);
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        browser.keep(uri(path), response);
    }

    private URI uri(String path) {
        return URI.create(server.get() + "/admin/" + path);
    }

    private HttpResponse<String> send(String method, String path, Object body) {
        return Http.send(Http.request(uri(path))
                .header("Authorization", "Bearer " + token.get())
                .header("Content-Type", "application/json")
                // Workflows come as YAML otherwise.
                .header("Accept", "application/json, */*;q=0.5")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        Json.of(body).toString())));
    }

    URI realmUri(String realm) {
        return URI.create(server.get() + "/realms/" + realm);
    }
}
