package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Keycloak below a path, behind a proxy that ends TLS, in a realm that takes nothing but TLS. */
class RelativePathIT {
    private static final String OUTSIDE = "https://id.example.test/auth/";
    private static final String ADDRESS = "203.0.113.7";

    @Test
    void pagesFilesFormsCookiesAndAddress_areThoseOfOutside() {
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults());
                KeycloakServer server = SharedServer.serverWith(simulator)
                        .buildOption("http-relative-path", "/auth")
                        .buildOption("http-management-relative-path", "/")
                        .option("proxy-headers", "xforwarded")
                        .name("relative-path")
                        .start()) {
            RealmAdmin realm = new Admin(() -> URI.create(server.uri() + "/auth")).newSchoolRealm(school -> {});
            realm.update(Map.of("sslRequired", "all"));
            Person student = realm.newStudent();
            Phone phone = new Phone(simulator);
            HttpBrowser browser = new HttpBrowser(new HttpBrowser.Proxy("id.example.test", server.uri(), ADDRESS));

            Page page = realm.studentPortal().open(browser).password(student);
            assertThat(page.isNumberPage()).as(page.toString()).isTrue();
            assertThat(page.element("#phonelatch-number-form").attr("action")).startsWith(OUTSIDE);
            List<String> files = List.of(
                    page.element("link[href*=phonelatch]").attr("href"),
                    page.element("script[src*=phonelatch]").attr("src"));
            for (String file : files) {
                assertThat(file).startsWith("/auth/resources/");
                assertThat(browser.open(URI.create("https://id.example.test" + file))
                                .status())
                        .as(file)
                        .isEqualTo(200);
            }

            Page done = page.number(phone.number()).code(phone.code());

            assertThat(done.callback("code")).isNotBlank();
            assertThat(browser.setCookies("AUTH_SESSION_ID"))
                    .isNotEmpty()
                    .allSatisfy(cookie -> assertThat(cookie).contains("Secure", "/auth/realms/"));
            assertThat(realm.events(student, "UPDATE_CREDENTIAL"))
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.get("ipAddress").asText()).isEqualTo(ADDRESS));
            assertThat(browser.open(URI.create(OUTSIDE + "realms/" + realm.name() + "/phonelatch/openapi.json"))
                            .status())
                    .isEqualTo(200);
        }
    }
}
