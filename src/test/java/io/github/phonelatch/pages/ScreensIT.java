package io.github.phonelatch.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.github.phonelatch.it.support.Accessibility;
import io.github.phonelatch.it.support.DocPicture;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.support.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each state of each page in each look: no barrier, nothing to scroll sideways, and the gallery shows it as it is. */
@ExtendWith(InChromium.class)
class ScreensIT {
    private static final String CARD = ".pf-v5-c-login__main, .card-pf";

    /** Of all pages. */
    private static final String STYLE = style();

    /** What is looked at in every language: what the gallery shows, and the pages with the most to read. */
    private static final List<Screen> WORDY = Screens.ALL.stream()
            .filter(screen -> Gallery.SPOKEN.contains(screen)
                    || Set.of("current, before another number", "current, wrong code before another way to sign in")
                            .contains(screen.toString()))
            .toList();

    private static Browser browser;

    @BeforeAll
    static void start(Browser chromium) {
        browser = chromium;
    }

    /** Looks at the same documents together: each is loaded once. */
    static Stream<List<Look>> documents() {
        return Look.ALL.stream()
                .map(look -> Look.ALL.stream().filter(look::sameDocumentAs).toList())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyScreen_hasNoBarrier_andIsInTheGallery(List<Look> looks) {
        Look first = looks.get(0);
        List<String> findings = new ArrayList<>();
        Map<DocPicture, GallerySheet> sheets = new LinkedHashMap<>();
        try (PageHost host = new PageHost(first.theme(), true);
                BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            for (Screen screen : Screens.ALL) {
                if (screen.isIn(first.theme())) {
                    first.of(page);
                    host.show(page, screen.html(first.renderer()));
                    for (Look look : looks) {
                        look.of(page);
                        List<String> found =
                                look.equals(first) ? Accessibility.findings(page) : Accessibility.findingsOfLook(page);
                        found.forEach(finding -> findings.add(screen + ", " + look.name() + ": " + finding));
                        if (!screen.isKeycloaks()
                                && !page.evaluate("document.documentElement.scrollWidth")
                                        .equals(look.width())) {
                            findings.add(screen + ", " + look.name() + ": it has to be scrolled sideways");
                        }
                        show(page, screen, look, sheets);
                    }
                }
            }
            assertThat(host.missing()).noneMatch(url -> url.contains("/css/") || url.contains(".css"));
        }
        assertThat(findings).isEmpty();
        sheets.forEach((picture, sheet) -> picture.shows(() -> sheet.png(browser), sheet.words() + STYLE));
    }

    private static void show(Page page, Screen screen, Look look, Map<DocPicture, GallerySheet> sheets) {
        Locator card = page.locator(CARD);
        // The markup names the styles that the words of a page do not tell of.
        String markup = Jsoup.parse(screen.html(look.renderer()))
                .expectFirst(CARD)
                .outerHtml()
                .replace(Version.version(), "");
        String words = plainDigits(card.ariaSnapshot()) + "\nmarkup "
                + DocPicture.digest(plainDigits(markup).getBytes(StandardCharsets.UTF_8)) + "\n";
        byte[] png = picture(card);
        sheets.computeIfAbsent(
                        Gallery.sheet(screen.page(), look),
                        none -> new GallerySheet(look.width() == Look.NARROW ? 4 : 3))
                .add(screen.caption(), words, png);
        String cover = Gallery.cover(screen, look);
        if (!cover.isEmpty()) {
            DocPicture.named(cover).shows(() -> png, words + STYLE);
        }
    }

    /** Words of other languages are longer, and a phone is no wider for them. */
    @Test
    void everyLanguage_fitsTheNarrowestPage_andIsInTheGallery() {
        List<String> findings = new ArrayList<>();
        Map<String, GallerySheet> sheets = new LinkedHashMap<>();
        try (PageHost host = new PageHost(Look.OURS, true);
                BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            for (Look look : Messages.languages().stream().map(Look::narrow).toList()) {
                look.of(page);
                for (Screen screen : WORDY) {
                    host.show(page, screen.html(look.renderer()));
                    Accessibility.findings(page)
                            .forEach(finding -> findings.add(screen + ", " + look.name() + ": " + finding));
                    if (!page.evaluate("document.documentElement.scrollWidth").equals(look.width())) {
                        findings.add(screen + ", " + look.name() + ": it has to be scrolled sideways");
                    }
                    if (Gallery.SPOKEN.contains(screen)) {
                        Locator card = page.locator(CARD);
                        sheets.computeIfAbsent(screen.page(), none -> new GallerySheet(5))
                                .add(look.title(), plainDigits(card.ariaSnapshot()), picture(card));
                    }
                }
            }
        }
        assertThat(findings).isEmpty();
        sheets.forEach((name, sheet) -> Gallery.languages(name).shows(() -> sheet.png(browser), sheet.words() + STYLE));
    }

    /** Without any script, Keycloak's own included: what is asked of a page is asked of its markup. */
    @Test
    void withoutScript_noScreenHasABarrier() {
        Look look = Look.ALL.get(0);
        List<String> findings = new ArrayList<>();
        try (PageHost host = new PageHost(look.theme(), false);
                BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            look.of(page);
            for (Screen screen : Screens.ALL) {
                host.show(page, screen.html(look.renderer()));
                Accessibility.findings(page).forEach(finding -> findings.add(screen + ": " + finding));
            }
        }
        assertThat(findings).isEmpty();
    }

    /** From the top with the Tab key: everything that can be used, in the order of the page, and one sees where one is. */
    @ParameterizedTest
    @MethodSource("onePerPage")
    void tabKey_reachesEverythingInOrder(Screen screen) {
        Look look = Look.ALL.get(0);
        try (PageHost host = new PageHost(look.theme(), true);
                BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            host.show(page, screen.html(look.renderer()));
            int stops = (Integer) page.evaluate("""
                    () => {
                      window.stops = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
                        .filter(element => !element.disabled && element.type !== "hidden" && element.checkVisibility());
                      document.body.tabIndex = -1;
                      document.body.focus();
                      return stops.length;
                    }""");
            assertThat(stops).isPositive();
            for (int stop = 0; stop < stops; stop++) {
                page.keyboard().press("Tab");
                assertThat(page.evaluate("() => stops.indexOf(document.activeElement)"))
                        .isEqualTo(stop);
                assertThat(page.evaluate("""
                                () => {
                                  const style = getComputedStyle(document.activeElement);
                                  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
                                }"""))
                        .as("sign of the focus on %s", page.evaluate("() => document.activeElement.outerHTML"))
                        .isEqualTo(true);
            }
            page.keyboard().press("Tab");
            assertThat(page.evaluate("() => stops.indexOf(document.activeElement)"))
                    .as("the page lets go")
                    .isNotEqualTo(stops - 1);
        }
    }

    private static byte[] picture(Locator card) {
        return DocPicture.areTaken()
                ? card.screenshot(new Locator.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED))
                : new byte[0];
    }

    static Stream<Screen> onePerPage() {
        return Screens.ALL.stream()
                .collect(Collectors.toMap(Screen::page, screen -> screen, (one, other) -> one, LinkedHashMap::new))
                .values()
                .stream();
    }

    /** Which digits a language has is a matter of the JDK's version. */
    private static String plainDigits(String text) {
        return text.codePoints()
                .map(letter -> Character.isDigit(letter) ? '0' + Character.digit(letter, 10) : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String style() {
        try (InputStream in = ScreensIT.class.getResourceAsStream(
                "/theme-resources/resources/phonelatch/" + Version.version() + "/css/phonelatch.css")) {
            return "style " + DocPicture.digest(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
