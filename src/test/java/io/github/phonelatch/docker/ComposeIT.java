package io.github.phonelatch.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.demo.Tour;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docker-compose.yml starts does what the demo does. */
class ComposeIT {
    private static final Path TARGET =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("target");

    private static Compose compose;

    @BeforeAll
    static void up() throws IOException, InterruptedException {
        DockerEngine.assumeAnswering();
        DockerEngine.assume(Compose.program().isPresent(), "neither docker compose nor docker-compose is there");
        compose = Compose.up();
    }

    @AfterAll
    static void down() throws IOException, InterruptedException {
        if (compose != null) {
            try {
                Files.writeString(
                        Files.createDirectories(Path.of(System.getProperty("phonelatch.logs")))
                                .resolve("compose.log"),
                        compose.log("keycloak"));
            } finally {
                compose.close();
            }
        }
    }

    @Test
    void people_verifyTheirPhones_andHaveTheirRolesFromThenOn() {
        for (String site : List.of("PORTAL", "APP")) {
            Await.until(site + " to answer", () -> answers(compose.address(site)));
        }
        App app = new Admin(() -> compose.address("KEYCLOAK")).realm("school").schoolMobile();
        assertThat(roles(app, "omar.student@school.example")).doesNotContain("student");

        new Tour(
                        compose.address("PORTAL") + "/students/",
                        compose.address("PORTAL") + "/teachers/",
                        compose.address("APP") + "/",
                        compose.address("SIMULATOR") + "/",
                        compose.address("KEYCLOAK").toString(),
                        TARGET.resolve("compose-pictures"))
                .take();

        assertThat(roles(app, "omar.student@school.example")).contains("student");
        assertThat(roles(app, "sofia.student@school.example")).contains("student");
        assertThat(roles(app, "nora.known@school.example")).doesNotContain("student");
    }

    private static List<String> roles(App app, String email) {
        return Json.list(app.directGrant(new Person("", email, "demo-password"))
                        .accessClaims()
                        .at("/realm_access/roles"))
                .stream()
                .map(JsonNode::asText)
                .toList();
    }

    private static boolean answers(URI uri) {
        try {
            return Http.send(Http.request(uri.resolve("/"))).statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }
}
