package io.github.phonelatch.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.phonelatch.it.support.Accessibility;
import io.github.phonelatch.it.support.DocPicture;
import java.nio.file.Path;
import java.util.Locale;

/** Pictures of what people see, for people to look at: below {@code target/pictures}. */
final class Pictures {
    private static final Path FOLDER =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("target/pictures");

    /** Of what pages have to work at, the narrowest (WCAG 2.2, 1.4.10). */
    private static final int NARROW = 320;

    private Pictures() {}

    /** In light and in dark, and narrow: there nothing may need scrolling sideways. In none of them axe finds a barrier. */
    static void take(Page page, String name) {
        page.setViewportSize(640, 860);
        see(page, ColorScheme.DARK, name);
        Accessibility.check(page, name);
        see(page, ColorScheme.LIGHT, name);
        Accessibility.checkLook(page, name);
        page.setViewportSize(NARROW, 860);
        take(page, name, "narrow");
        Accessibility.checkLook(page, name);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s", name)
                .isEqualTo(NARROW);
        page.setViewportSize(1280, 900);
    }

    /** As somebody sees it whose language is written from right to left, whatever language it is in, dark and narrow. */
    static void takeMirrored(Page page, String name) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.setViewportSize(NARROW, 860);
        page.evaluate("document.documentElement.dir = 'rtl'");
        take(page, name, "mirrored");
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("width of %s", name)
                .isEqualTo(NARROW);
        page.evaluate("document.documentElement.dir = 'ltr'");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1280, 900);
    }

    /** Leaves the page in light. */
    static void takeLightAndDark(Page page, String name) {
        see(page, ColorScheme.DARK, name);
        see(page, ColorScheme.LIGHT, name);
    }

    private static void see(Page page, ColorScheme scheme, String name) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        take(page, name, scheme.name().toLowerCase(Locale.ROOT));
    }

    /** For the docs: the top of an application's page, as wide as that. */
    static void keep(Page page, String name, int width) {
        page.setViewportSize(width, 740);
        page.evaluate("scrollTo(0, 0)");
        DocPicture.named(name).shows(page::screenshot, DocPicture.wordsOf(page.locator("main")));
        page.setViewportSize(1280, 900);
    }

    /** As it stands. */
    static void take(Page page, String name, String look) {
        page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(FOLDER.resolve(name + "-" + look + ".png")));
    }
}
