package io.github.phonelatch.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A picture below {@code docs/pictures} and, beside it, what it shows in words. Two browsers never make the same picture of
 * the same page, so what is compared in each run is the words: a page that has changed since its picture was taken
 * fails the test that takes it. With {@code -Dpictures.write=true} that test takes it anew.
 */
public record DocPicture(String name) {
    public static final Path FOLDER =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("docs/pictures");

    /** What is another on each run: dates, ids, names and numbers. */
    private static final List<Map.Entry<String, String>> ALWAYS_OTHERS = List.of(
            Map.entry("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "(id)"),
            Map.entry("\\d{1,2}/\\d{1,2}/\\d{4}, \\d{1,2}:\\d\\d:\\d\\d\\s[AP]M", "(time)"),
            Map.entry("[A-Z][a-z]+ \\d{1,2}, \\d{4} at \\d{1,2}:\\d\\d\\s[AP]M", "(time)"),
            Map.entry("\\d{4}-\\d\\d-\\d\\d", "(day)"),
            Map.entry("\\+44 ?[\\d•]{10}", "(number)"),
            Map.entry("(?m)^.*/url: .*\\n", ""));

    private static final boolean WRITE = Boolean.getBoolean("pictures.write");

    /**
     * The picture of that name.
     *
     * @param name without its ending; may begin with a folder's
     */
    public static DocPicture named(String name) {
        return new DocPicture(name);
    }

    /** Whether pictures are taken in this run. */
    public static boolean areTaken() {
        return WRITE;
    }

    /**
     * Takes the picture, or compares what can be seen now with what it shows.
     *
     * @param png asked for only where the picture is taken
     * @param words what can be seen, without what is another on each run
     */
    public void shows(Supplier<byte[]> png, String words) {
        String told = words.strip() + "\n";
        if (WRITE) {
            write(png.get(), told);
        } else {
            assertThat(told)
                    .as(
                            "docs/pictures/%s.png is older than what it shows. Take it anew with -Dpictures.write=true"
                                    + " and look at it",
                            name)
                    .isEqualTo(words());
        }
    }

    /** Of a part of a page, once nothing is added to it any more. */
    public static String wordsOf(Locator part) {
        String[] before = {""};
        Await.until("a page that stays as it is", () -> {
            String now = part.ariaSnapshot();
            boolean same = now.equals(before[0]);
            before[0] = now;
            return same;
        });
        String words = before[0] + "\n";
        for (Map.Entry<String, String> other : ALWAYS_OTHERS) {
            words = words.replaceAll(other.getKey(), other.getValue());
        }
        return words;
    }

    public Path file() {
        return FOLDER.resolve(name + ".png");
    }

    /** What its words say that it shows; empty where there are none. */
    public String words() {
        String all = text();
        return all.substring(all.indexOf('\n') + 1);
    }

    /** Whether the words were written together with this very picture. */
    public boolean belongsToItsWords() {
        try {
            return Files.exists(file()) && text().startsWith(digest(Files.readAllBytes(file())) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] picture, String words) {
        byte[] png = SmallPng.of(picture);
        try {
            Files.createDirectories(file().getParent());
            Files.write(file(), png);
            Files.writeString(textFile(), digest(png) + "\n" + words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path textFile() {
        return FOLDER.resolve(name + ".txt");
    }

    private String text() {
        try {
            return Files.exists(textFile()) ? Files.readString(textFile()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For people who look at a difference: short enough for one line. */
    public static String digest(byte[] of) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(of), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
