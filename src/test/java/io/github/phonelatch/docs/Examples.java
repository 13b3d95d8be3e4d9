package io.github.phonelatch.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page of the docs gives people to copy: fenced blocks, each under a comment with its name. */
final class Examples {
    private static final Pattern MARKED =
            Pattern.compile("(?ms)^<!-- example: (\\S+) -->\\R```\\w+\\R(.*?)^```$", Pattern.UNIX_LINES);

    private static final String APPLICATIONS = "applications.md";

    private Examples() {}

    static String page() {
        return page(APPLICATIONS);
    }

    static String page(String name) {
        try {
            return Files.readString(Path.of(System.getProperty("phonelatch.basedir", ""))
                    .resolve("docs")
                    .resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By name. */
    static Map<String, String> all() {
        return all(APPLICATIONS);
    }

    /** By name, in the order of the page. */
    static Map<String, String> all(String page) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = MARKED.matcher(page(page));
        while (matcher.find()) {
            if (found.put(matcher.group(1), matcher.group(2)) != null) {
                throw new AssertionError("two examples are called " + matcher.group(1));
            }
        }
        return found;
    }

    /** Names, in the order of {@link ApplicationsDocIT}'s tests, of those that are run there. */
    static List<String> executed() {
        return List.of("curl", "python", "javascript", "javascript-use", "phone-code", "smoke");
    }

    /** An example with a test's values in place of those that readers replace with their own. */
    static String filled(String name, Map<String, ?> values) {
        String text = all().get(name);
        for (Map.Entry<String, ?> value : values.entrySet()) {
            if (!text.contains(value.getKey())) {
                throw new AssertionError("the example " + name + " has no " + value.getKey());
            }
            text = text.replace(value.getKey(), value.getValue().toString());
        }
        return text;
    }
}
