package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What containers are made of has the versions that the build has, and one version of each image. */
class ContainerFilesTest {
    @Test
    void keycloak_isTheOneOfTheBuild() throws IOException {
        String version = property("keycloak.version");

        assertThat(all("ARG KEYCLOAK_VERSION=(\\S+)", "Dockerfile")).containsExactly(version);
        assertThat(all("FROM quay\\.io/keycloak/keycloak:(\\S+)", "docs/containers.md"))
                .containsOnly(version);
        assertThat(all("image: registry\\.\\S+:([0-9.]+)-1", "docs/kubernetes/keycloak.yaml"))
                .containsExactly(version);
    }

    @Test
    void postgres_isTheOneOfTheTests() throws IOException {
        assertThat(all("image: postgres:(\\S+)", "docker-compose.yml"))
                .containsExactly(property("postgres.version").replaceFirst("\\.0$", ""));
    }

    @Test
    void eachImage_hasOneFullVersion() throws IOException {
        for (String image : List.of("maven", "eclipse-temurin")) {
            List<String> tags = all("FROM " + image + ":(\\S+)", "Dockerfile");
            tags.addAll(all("FROM " + image + ":(\\S+)", "examples/Dockerfile"));

            assertThat(tags).as(image).hasSizeGreaterThan(1).containsOnly(tags.get(0));
            assertThat(tags.get(0)).as(image).matches("\\d+\\.\\d+\\.\\d+\\S*");
        }
    }

    @Test
    void compose_listensOnThisMachineOnly() throws IOException {
        List<String> ports = all("\n      - (\\S*\\$\\{\\w+_PORT\\S+)", "docker-compose.yml");

        assertThat(ports).hasSize(5).allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    private static String property(String name) throws IOException {
        return all("<" + Pattern.quote(name) + ">([^<]+)<", "pom.xml").get(0);
    }

    private static List<String> all(String pattern, String file) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
