package io.github.phonelatch.pages;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;

/**
 * How a page is looked at.
 *
 * @param name of it in a file's name; empty for what most people see
 * @param title of it in the gallery
 * @param width of the window, in CSS pixels
 */
record Look(String name, String title, String theme, Locale language, ColorScheme scheme, int width) {
    static final String OURS = "phonelatch";

    /** The narrowest that pages have to work at (WCAG 2.2, 1.4.10). */
    static final int NARROW = 320;

    private static final int WIDE = 640;

    static final List<Look> ALL = List.of(
            new Look("light", "Light", OURS, Locale.ENGLISH, ColorScheme.LIGHT, WIDE),
            new Look("dark", "Dark", OURS, Locale.ENGLISH, ColorScheme.DARK, WIDE),
            new Look("narrow", "320 pixels wide", OURS, Locale.ENGLISH, ColorScheme.LIGHT, NARROW),
            new Look(
                    "arabic",
                    "From right to left, dark, 320 pixels wide",
                    OURS,
                    Locale.forLanguageTag("ar"),
                    ColorScheme.DARK,
                    NARROW),
            new Look(
                    "older-theme",
                    "In Keycloak's first theme, `keycloak`",
                    "keycloak",
                    Locale.ENGLISH,
                    ColorScheme.LIGHT,
                    WIDE));

    /** The narrowest page in another language. */
    static Look narrow(Locale language) {
        String tag = language.toLanguageTag();
        return new Look(tag, tag, OURS, language, ColorScheme.LIGHT, NARROW);
    }

    PageRenderer renderer() {
        return new PageRenderer(theme, language).withLanguages();
    }

    void of(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 900);
    }

    boolean sameDocumentAs(Look other) {
        return theme.equals(other.theme) && language.equals(other.language);
    }
}
