package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PhonesPageTest {
    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final Caller caller = new Caller(simulator).as("");

    @AfterEach
    void stop() {
        simulator.close();
    }

    private Document page() throws Exception {
        return Jsoup.parse(caller.get("/").body(), simulator.page().toString());
    }

    @Test
    void page_isAtItsAddress_andUnderPhones() throws Exception {
        assertThat(simulator.page()).isEqualTo(URI.create(simulator.uri() + "/"));
        assertThat(caller.get("/").header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(caller.get("/phones").body()).isEqualTo(caller.get("/").body());
    }

    @Test
    void page_saysWhatItIs_andWhatToDo_beforeAnyScriptRuns() throws Exception {
        String text = page().text();

        assertThat(text).contains("simulator", "Never for production", "No messages yet", "/__sim/messages");
    }

    @Test
    void page_loadsOnlyFilesOfItsOwn_allOfThemThere() throws Exception {
        List<String> loaded = page().select("[src], link[href]").stream()
                .map(element -> element.hasAttr("src") ? element.attr("src") : element.attr("href"))
                .distinct()
                .toList();

        assertThat(loaded).containsExactlyInAnyOrder("/favicon.svg", "/phones.css", "/phones.js");
        for (String file : loaded) {
            assertThat(caller.get(file).status()).as(file).isEqualTo(200);
            assertThat(caller.get(file).body()).as(file).doesNotContain("https://");
        }
    }

    @Test
    void page_runsUnderAPolicyThatAllowsNothingElse() throws Exception {
        assertThat(caller.get("/").header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page().select("[style], [onclick], style, script:not([src])"))
                .isEmpty();
    }

    @Test
    void everyField_hasALabel_andEveryIdIsThereOnce() throws Exception {
        Document page = page();

        for (Element field : page.select("input, select")) {
            assertThat(field.closest("label")).as(field.id()).isNotNull();
        }
        List<String> ids = page.select("[id]").stream().map(Element::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void everyIdTheScriptAsksFor_isOnThePage() throws Exception {
        Document page = page();
        List<String> asked = Pattern.compile("\\$\\(\"([^\"]+)\"\\)")
                .matcher(caller.get("/phones.js").body())
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(asked)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(page.getElementById(id)).as(id).isNotNull());
    }

    @Test
    void help_namesEveryTestNumberWithARule() throws Exception {
        String help = page().select("table").text();

        for (int suffix = 0; suffix < 100; suffix++) {
            String two = (suffix < 10 ? "0" : "") + suffix;
            String to = "+4474001000" + two;
            Template template = SimulatorOptions.DEFAULT_TEMPLATES.get(0);
            boolean special = TestNumbers.fault(to).isPresent()
                    || TestNumbers.code(to).isPresent()
                    || !TestNumbers.arrivedBy(to, template)
                            .equals(Optional.of(template.strategy().get(0)));
            if (special) {
                assertThat(help).containsPattern("\\b" + two + "\\b");
            }
        }
    }
}
