package io.github.phonelatch.pages;

import io.github.phonelatch.it.support.DocPicture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The page {@code docs/gallery.md}: every picture of {@link ScreensIT}. */
final class Gallery {
    static final Path FILE = DocPicture.FOLDER.resolveSibling("gallery.md");

    /** In the order in which people may meet the pages. */
    private static final Map<String, String> TITLES = titles();

    /** One picture each for the front page. */
    private static final Map<String, String> COVERS = Map.of(
            "number, first sign-in", "number",
            "code, text message", "code",
            "sign-in, devices may be remembered", "sign-in");

    /** What stands for all pages in every language: fields, hints, an error with a number, buttons, times. */
    static final List<Screen> SPOKEN = Screens.ALL.stream()
            .filter(screen -> Set.of("number, not a number", "code, wrong code").contains(screen.toString()))
            .toList();

    private Gallery() {}

    static DocPicture languages(String page) {
        return DocPicture.named("gallery/languages-" + page);
    }

    static DocPicture sheet(String page, Look look) {
        return DocPicture.named("gallery/" + page + "-" + look.name());
    }

    /** Also a picture of its own, by this name; empty where it is none. */
    static String cover(Screen screen, Look look) {
        return look.equals(Look.ALL.get(0)) ? COVERS.getOrDefault(screen.toString(), "") : "";
    }

    static String page() {
        StringBuilder page = new StringBuilder("""
                # Gallery

                Every page in every state, as people meet it. Tests make these pictures and fail when a page has changed since
                ([how](../CONTRIBUTING.md#pictures)). What is tested besides for people who use a keyboard or a screen reader, or enlarge their text, stands in
                [accessibility.md](accessibility.md).
                """);
        TITLES.forEach((name, title) -> {
            page.append("\n## ").append(title).append("\n");
            for (Look look : Look.ALL) {
                String states = states(name, look);
                if (!states.isEmpty()) {
                    page.append("\n### ")
                            .append(title)
                            .append(": ")
                            .append(look.title())
                            .append("\n\n![")
                            .append(states)
                            .append("](pictures/gallery/" + name + "-" + look.name() + ".png)\n");
                }
            }
        });
        page.append("\n## Every language\n");
        for (Screen screen : SPOKEN) {
            page.append("\n![")
                    .append(screen.caption())
                    .append(" in every language](pictures/gallery/languages-")
                    .append(screen.page())
                    .append(".png)\n");
        }
        return page.toString();
    }

    private static String states(String page, Look look) {
        return Screens.ALL.stream()
                .filter(screen -> screen.page().equals(page) && screen.isIn(look.theme()))
                .map(Screen::caption)
                .collect(Collectors.joining("; "));
    }

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("number", "The number");
        titles.put("code", "The code");
        titles.put("sign-in", "At later sign-ins");
        titles.put("current", "A code to the current number");
        titles.put("phone-login", "Sign-in by phone");
        titles.put("reset", "A forgotten password");
        titles.put("registration", "Registration");
        return titles;
    }
}
