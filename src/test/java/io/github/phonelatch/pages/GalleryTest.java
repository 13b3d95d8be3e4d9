package io.github.phonelatch.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.DocPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the pictures in the docs without a browser. */
class GalleryTest {
    /** A picture is loaded with the page, and cloned with the code. */
    private static final long MOST_BYTES = 4_000_000;

    private static final Path ROOT =
            Path.of(System.getProperty("phonelatch.basedir", "")).toAbsolutePath();

    @Test
    void galleryPage_isTheOneOfTheScreens() throws IOException {
        if (DocPicture.areTaken()) {
            Files.writeString(Gallery.FILE, Gallery.page());
        }
        assertThat(Gallery.FILE).hasContent(Gallery.page());
    }

    @Test
    void everyPicture_belongsToItsWords() {
        assertThat(pictures())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(DocPicture.named(name).belongsToItsWords())
                        .as("%s.txt tells of %s.png", name, name)
                        .isTrue());
    }

    @Test
    void everyPicture_isShownInSomeDocument() {
        String documents = files(ROOT.resolve("docs"), ".md")
                        .map(GalleryTest::text)
                        .reduce("", String::concat)
                + files(ROOT.resolve("examples"), ".md").map(GalleryTest::text).reduce("", String::concat)
                + files(ROOT.resolve("realm-config"), ".md")
                        .map(GalleryTest::text)
                        .reduce("", String::concat)
                + text(ROOT.resolve("README.md"));
        assertThat(pictures()).allSatisfy(name -> assertThat(documents).contains("pictures/" + name + ".png"));
    }

    @Test
    void pictures_staySmall() {
        assertThat(pictures().stream()
                        .mapToLong(
                                name -> DocPicture.named(name).file().toFile().length())
                        .sum())
                .isLessThan(MOST_BYTES);
    }

    private static List<String> pictures() {
        return files(DocPicture.FOLDER, ".png")
                .map(file -> DocPicture.FOLDER.relativize(file).toString().replace('\\', '/'))
                .map(name -> name.substring(0, name.length() - ".png".length()))
                .toList();
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
