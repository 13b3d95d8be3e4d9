package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page speaks each language that the school realm offers, under the tag by which Keycloak's own menu chooses it. */
@ExtendWith(SharedServer.class)
class LanguagesIT {
    private static final Path TEXTS =
            Path.of(System.getProperty("phonelatch.basedir"), "themes/phonelatch/theme-resources/messages");

    @Test
    void everyLanguageOfTheMenu_isThePages(RealmAdmin school) throws IOException {
        Page page = school.studentPortal().open(school.newStudent());
        Map<String, URI> menu = new TreeMap<>();
        page.document()
                .select("#login-select-toggle option")
                .forEach(language -> menu.put(
                        language.attr("value").replaceAll(".*kc_locale=([^&]+).*", "$1"),
                        page.uri().resolve(language.attr("value"))));

        Set<String> offered = new TreeSet<>();
        for (JsonNode tag : Json.read(Admin.schoolFile()).get("supportedLocales")) {
            offered.add(tag.asText());
        }
        assertThat(menu.keySet()).isEqualTo(offered);
        Set<String> titles = new TreeSet<>();
        for (Map.Entry<String, URI> language : menu.entrySet()) {
            Page spoken = page.get(language.getValue());
            Properties texts = texts(language.getKey());

            assertThat(spoken.element("html").attr("lang")).isEqualTo(language.getKey());
            assertThat(spoken.element("h1").text()).isEqualTo(texts.getProperty("phonelatchNumberTitle"));
            assertThat(spoken.element("button[value=send]").text()).isEqualTo(texts.getProperty("phonelatchSendCode"));
            assertThat(spoken.body()).doesNotContainPattern("phonelatch[A-Z]");
            titles.add(spoken.element("h1").text());
        }
        assertThat(titles).as("two of Portuguese may be one").hasSizeGreaterThanOrEqualTo(menu.size() - 1);
    }

    private static Properties texts(String tag) throws IOException {
        Properties texts = new Properties();
        try (Reader file =
                Files.newBufferedReader(TEXTS.resolve("messages_" + tag.replace('-', '_') + ".properties"))) {
            texts.load(file);
        }
        return texts;
    }
}
