package io.github.phonelatch.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.phonelatch.examples.SchoolApi;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.helpers.NOP_FallbackServiceProvider;

/**
 * Everything on one machine: simulator, Keycloak with the released jar and the school realm, portal, app and API. What it
 * does to the realm after the start is what an admin does by hand with the files of {@code realm-config/demo}, and that
 * Keycloak's mails go to the simulator.
 */
public final class Demo implements AutoCloseable {
    /** What the files of the repository say, and the demo changes to where the sites really are. */
    private static final String PORTAL = "http://localhost:8081";

    private static final String APP = "http://localhost:8083";

    private static final Path EXAMPLES =
            Admin.schoolFile().resolveSibling("../examples").normalize();

    private final Simulator simulator;
    private final Site portal;
    private final Site app;
    private final SchoolApi api;
    private final KeycloakServer keycloak;
    private final List<JsonNode> people = new ArrayList<>();

    private Demo(Simulator simulator, Site portal, Site app, SchoolApi api, KeycloakServer keycloak) {
        this.simulator = simulator;
        this.portal = portal;
        this.app = app;
        this.api = api;
        this.keycloak = keycloak;
    }

    /** Ports of the servers; 0 is a free one. */
    public record Ports(int keycloak, int simulator, int mail, int portal, int api, int app) {
        static Ports fromProperties() {
            return new Ports(
                    Integer.getInteger("demo.keycloak.port", 8080),
                    Integer.getInteger("demo.simulator.port", 8090),
                    // Nobody types it, and the usual one is often taken.
                    Integer.getInteger("demo.mail.port", 0),
                    Integer.getInteger("demo.portal.port", 8081),
                    Integer.getInteger("demo.api.port", 8082),
                    Integer.getInteger("demo.app.port", 8083));
        }
    }

    /** Runs until the process is told to stop; everything it started ends with it. */
    public static void main(String[] arguments) throws Exception {
        // Only the mail server's library logs by SLF4J, and would find Keycloak's log manager there, which complains of
        // having been found too late.
        System.setProperty("slf4j.provider", NOP_FallbackServiceProvider.class.getName());
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Ports ports = Ports.fromProperties();
        List<String> taken = taken(ports);
        if (!taken.isEmpty()) {
            taken.forEach(System.err::println);
            System.exit(1);
        }
        System.out.println("Starting Keycloak, a simulated EngageLab and the school's portal, app and API ...");
        try {
            Demo demo = start(ports);
            demo.print(System.out);
        } catch (IllegalStateException | IOException | AssertionError e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        // Keycloak and the API are stopped by their shutdown hooks, the others end with the process.
        new CountDownLatch(1).await();
    }

    public static Demo start(Ports ports) throws IOException {
        Simulator simulator = Sent.recorded(Simulator.start(
                SimulatorOptions.defaults().withPort(ports.simulator()).withMailPort(ports.mail())));
        Site portal = Site.start(EXAMPLES.resolve("school-portal"), ports.portal());
        Site app = Site.start(EXAMPLES.resolve("school-app"), ports.app());
        // The API starts while Keycloak does, and so has to know beforehand where that will be.
        int keycloakPort = ports.keycloak() == 0 ? freePort() : ports.keycloak();
        SchoolApi api = SchoolApi.start(
                ports.api(), realm(URI.create("http://localhost:" + keycloakPort)), List.of(portal.uri(), app.uri()));
        KeycloakServer keycloak = KeycloakServer.builder()
                .name("demo")
                .port(keycloakPort)
                .option("spi-phonelatch-gateway--engagelab--base-url", simulator.uri())
                .option("spi-phonelatch-gateway--engagelab--dev-key", SimulatorOptions.DEFAULT_KEY)
                .option("spi-phonelatch-gateway--engagelab--dev-secret", SimulatorOptions.DEFAULT_SECRET)
                .importRealm(Admin.schoolFile())
                .start();
        Demo demo = new Demo(simulator, portal, app, api, keycloak);
        demo.fillRealm();
        demo.tellSites();
        return demo;
    }

    private void tellSites() {
        List<URI> servers = List.of(keycloak.uri(), api.uri());
        portal.talksTo(
                Json.object()
                        .put("keycloak", keycloak.uri().toString())
                        .put("realm", "school")
                        .put("api", api.uri().toString())
                        .put("app", app.uri() + "/")
                        .put("phones", simulator.page().toString())
                        .toString(),
                servers);
        app.talksTo(
                Json.object()
                        .put("realm", realm(keycloak.uri()).toString())
                        .put("clientId", "school-mobile")
                        .put("api", api.uri().toString())
                        .put("phones", simulator.page().toString())
                        .toString(),
                servers);
    }

    private static URI realm(URI keycloak) {
        return URI.create(keycloak + "/realms/school");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void fillRealm() {
        Path files = Admin.schoolFile().resolveSibling("demo");
        RealmAdmin school = new Admin(keycloak).realm("school");
        JsonNode brought = Json.read(files.resolve("people.json"));
        school.partialImport(brought);
        school.mailBy(simulator);
        brought.get("users").forEach(people::add);
        for (String clientId : List.of("student-portal", "teacher-portal", "school-mobile")) {
            JsonNode client = Json.parse(Json.read(files.resolve("clients/" + clientId + ".json"))
                    .toString()
                    .replace(PORTAL, portal.uri().toString())
                    .replace(APP, app.uri().toString()));
            school.updateClient(clientId, there -> {
                there.set("redirectUris", client.withArray("redirectUris"));
                there.set("webOrigins", client.withArray("webOrigins"));
                there.withObject("/attributes").setAll(client.withObject("/attributes"));
            });
        }
    }

    public URI portalUri() {
        return portal.uri();
    }

    public URI keycloakUri() {
        return keycloak.uri();
    }

    public Simulator simulator() {
        return simulator;
    }

    void print(PrintStream out) {
        StringBuilder text = new StringBuilder("\n");
        line(text, "Student portal", portal.uri() + "/students/", "sign in here first");
        line(text, "Teacher portal", portal.uri() + "/teachers/", "and here");
        line(text, "School app", app.uri() + "/", "its own screens, without Keycloak's pages");
        line(text, "School API", api.uri() + "/", "what all of them call");
        line(text, "Phones", simulator.page().toString(), "codes and mails arrive here");
        line(
                text,
                "Keycloak's console",
                keycloak.uri() + "/admin/",
                KeycloakServer.ADMIN + " / " + KeycloakServer.ADMIN_PASSWORD);
        line(text, "Keycloak's log", keycloak.logFile().toString(), "");
        text.append('\n');
        for (JsonNode person : people) {
            line(
                    text,
                    person.get("firstName").asText(),
                    person.get("email").asText(),
                    person.at("/credentials/0/value").asText() + "   " + remark(person));
        }
        text.append(
                "\nAny number of the realm's countries will do, for example +44 7400 123456. Ctrl-C stops everything.\n");
        out.print(text);
        out.flush();
    }

    private static String remark(JsonNode person) {
        if (person.has("realmRoles")) {
            return "needs no phone";
        }
        String group = ((ArrayNode) person.get("groups")).get(0).asText().equals("/teachers") ? "teacher" : "student";
        String number = person.at("/attributes/phoneNumber/0").asText();
        if (number.isEmpty()) {
            return group;
        }
        return person.at("/attributes/phoneNumberVerified/0").asText().equals("true")
                ? group + ", is sent a code at each sign-in: " + number
                : group + ", number known but not verified: " + number;
    }

    private static void line(StringBuilder text, String what, String where, String remark) {
        text.append("  %-20s %-42s %s".formatted(what, where, remark).stripTrailing())
                .append('\n');
    }

    private static List<String> taken(Ports ports) {
        List<String> taken = new ArrayList<>();
        check(taken, "Keycloak", ports.keycloak(), "demo.keycloak.port");
        check(taken, "the simulator", ports.simulator(), "demo.simulator.port");
        check(taken, "mails", ports.mail(), "demo.mail.port");
        check(taken, "the portal", ports.portal(), "demo.portal.port");
        check(taken, "the API", ports.api(), "demo.api.port");
        check(taken, "the app", ports.app(), "demo.app.port");
        return taken;
    }

    private static void check(List<String> taken, String who, int port, String property) {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (IOException e) {
            taken.add("Port %d for %s is taken. Choose another: ./mvnw -Pdemo -D%s=%d"
                    .formatted(port, who, property, port + 1000));
        }
    }

    @Override
    public void close() {
        portal.close();
        app.close();
        api.close();
        keycloak.close();
        simulator.close();
    }
}
