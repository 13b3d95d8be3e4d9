package io.github.phonelatch.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.phonelatch.fakes.Fake;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.theme.FreeMarkerException;
import org.keycloak.theme.KeycloakSanitizerMethod;
import org.keycloak.theme.PropertiesUtil;
import org.keycloak.theme.Theme;
import org.keycloak.theme.beans.MessageFormatterMethod;
import org.keycloak.theme.freemarker.DefaultFreeMarkerProvider;

/** What a notice looks like in each language, rendered by Keycloak's own classes. */
class NoticeTemplateTest {
    private static final String NUMBER = "+44 ••••••••56";
    private static final String BEFORE = "+44 ••••••••78";
    private static final Instant AT = Instant.parse("2026-11-20T14:05:00Z");
    private static final List<String> RIGHT_TO_LEFT = List.of("ar", "fa");
    private static final Path MESSAGES = Path.of("themes/phonelatch/theme-resources/messages");

    @TempDir
    private Path theme;

    static Stream<Locale> languages() throws IOException {
        try (Stream<Path> files = Files.list(MESSAGES)) {
            return files
                    .map(file -> file.getFileName().toString().replaceAll("messages_|\\.properties", ""))
                    .sorted()
                    .map(tag -> Locale.forLanguageTag(tag.replace('_', '-')))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void change_namesBothNumbers_timeAndRealm_inTheDirectionOfTheLanguage(Locale language) {
        Map<String, Object> data = data(language, "phonelatchNoticeReplaced", NUMBER, BEFORE);

        Document html = html(data);

        String direction = RIGHT_TO_LEFT.contains(language.getLanguage()) ? "rtl" : "ltr";
        assertThat(html.selectFirst("html").attr("dir")).isEqualTo(direction);
        Element notice = html.selectFirst("body > div");
        assertThat(notice.attr("dir")).isEqualTo(direction);
        assertThat(notice.attr("lang")).isEqualTo(language.toLanguageTag());
        assertThat(notice.select("p")).hasSize(2);
        assertThat(notice.select("bdi[dir=ltr]").eachText()).containsExactlyInAnyOrder(NUMBER, BEFORE);
        String said = notice.text();
        assertThat(said)
                .contains("School & Co", "2026", " UTC")
                .doesNotContain("phonelatch", "{", "  ", "\uE000", "\uE001");
        String text = text(data).replaceAll("[\u2066\u2069]", "").strip();
        assertThat(text.replaceAll("[\\s\u00a0\u202f]+", " ")).isEqualTo(said.replaceAll("[\\s\u00a0\u202f]+", " "));
        assertThat(text.lines()).hasSize(3).element(1, STRING).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void numberThatNobodyKnowsAnyMore_isLeftOut(Locale language) {
        Map<String, Object> data = data(language, "phonelatchNoticeRemoved", "", "");

        assertThat(html(data).select("bdi")).isEmpty();
        assertThat(text(data).strip()).doesNotContain("  ", "{", "\u2066");
    }

    /** Without it, Arabic would show the number from its end. */
    @Test
    void numbersInThePlainText_standApartWhereTheLanguageIsReadFromTheRight() {
        assertThat(text(data(Locale.forLanguageTag("ar"), "phonelatchNoticeVerified", NUMBER, "")))
                .contains("\u2066" + NUMBER + "\u2069");
        assertThat(text(data(Locale.ENGLISH, "phonelatchNoticeVerified", NUMBER, "")))
                .contains(" " + NUMBER + " ");
    }

    @Test
    void nameOfTheRealm_isTextAndNoMarkup() {
        Map<String, Object> data = data(Locale.ENGLISH, "phonelatchNoticeVerified", NUMBER, "");
        data.put("realmName", "<img src=x onerror=alert(1)>");

        assertThat(html(data).select("img")).isEmpty();
    }

    @Test
    void helpOfTheAdmin_isTheLastParagraph_asSimpleHtml() {
        Map<String, Object> data = data(Locale.ENGLISH, "phonelatchNoticeVerified", NUMBER, "");
        Properties texts = texts(Locale.ENGLISH);
        texts.setProperty("phonelatchNoticeHelp", "Call <b onclick=\"alert(1)\">us</b>.");
        data.put("msg", new MessageFormatterMethod(Locale.ENGLISH, texts));

        Element last = html(data).select("body > div > p").last();

        assertThat(last.html()).isEqualTo("Call <b>us</b>.");
        assertThat(text(data).lines()).endsWith("", "Call us.").noneMatch(line -> line.contains("<"));
    }

    /** A theme that has made itself a layout of another shape changes Keycloak's mails with it; ours does without. */
    @Test
    void layoutOfAnotherShape_isDoneWithout() throws IOException {
        Files.createDirectories(theme.resolve("html"));
        Files.writeString(
                theme.resolve("html/template.ftl"),
                "<#macro emailLayout title><html><body><h1>${title}</h1><#nested></body></html></#macro>");

        Document html = html(data(Locale.ENGLISH, "phonelatchNoticeVerified", NUMBER, ""));

        assertThat(html.select("body > div > p")).hasSize(2);
        assertThat(html.select("h1")).isEmpty();
    }

    @Test
    void layoutOfTheTheme_isAroundIt() throws IOException {
        Files.createDirectories(theme.resolve("html"));
        Files.writeString(
                theme.resolve("html/template.ftl"),
                "<#macro emailLayout><html><body><h1>Our school</h1><#nested></body></html></#macro>");

        Document html = html(data(Locale.ENGLISH, "phonelatchNoticeVerified", NUMBER, ""));

        assertThat(html.select("h1").text()).isEqualTo("Our school");
        assertThat(html.select("body > div > p")).hasSize(2);
    }

    private Map<String, Object> data(Locale language, String sentence, String number, String before) {
        Map<String, Object> data = new HashMap<>();
        data.put("msg", new MessageFormatterMethod(language, texts(language)));
        data.put("locale", language);
        data.put("ltr", !RIGHT_TO_LEFT.contains(language.getLanguage()));
        data.put("realmName", "School & Co");
        data.put(
                "phonelatch",
                Map.of(
                        "sentence",
                        sentence,
                        "advice",
                        "phonelatchNoticeNotYou",
                        "number",
                        number,
                        "before",
                        before,
                        "when",
                        NoticeMail.when(AT, language)));
        return data;
    }

    private static Properties texts(Locale language) {
        Properties texts = new Properties();
        try (InputStream in = Files.newInputStream(MESSAGES.resolve("messages_" + language + ".properties"))) {
            PropertiesUtil.readCharsetAware(texts, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private Document html(Map<String, Object> data) {
        return Jsoup.parse(render("html/phonelatch-notice.ftl", data));
    }

    private String text(Map<String, Object> data) {
        return render("text/phonelatch-notice.ftl", data);
    }

    private String render(String template, Map<String, Object> data) {
        Theme asked = Fake.of(Theme.class)
                .returning("getType", Theme.Type.EMAIL)
                .returning("getName", "of this test")
                .on("getTemplate", arguments -> template((String) arguments[0]))
                .make();
        try {
            return new DefaultFreeMarkerProvider(null, new KeycloakSanitizerMethod())
                    .processTemplate(new HashMap<>(data), template, asked);
        } catch (FreeMarkerException e) {
            throw new AssertionError(e);
        }
    }

    /** As Keycloak looks: in the theme, in those it inherits from, and then among what extensions bring. */
    private URL template(String name) {
        try {
            Path own = theme.resolve(name);
            if (Files.exists(own)) {
                return own.toUri().toURL();
            }
            URL base = getClass().getClassLoader().getResource("theme/base/email/" + name);
            Path ours = Path.of("themes/phonelatch/theme-resources/templates/" + name);
            return base != null || !Files.exists(ours) ? base : ours.toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
