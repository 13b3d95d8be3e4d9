package io.github.phonelatch.fakes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one release stores, word for word, as a directory of files. They are never edited: releases run side by side, so what one
 * has written every later one reads, and the other way round.
 */
public record Released(String version, Path directory) {
    private static final Path ALL =
            Path.of(System.getProperty("phonelatch.basedir", ""), "src", "test", "resources", "records");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every release there was, with the one that is being made. */
    public static List<Released> all() {
        try (Stream<Path> directories = Files.list(ALL)) {
            return directories
                    .filter(Files::isDirectory)
                    .map(directory -> new Released(directory.getFileName().toString(), directory))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Released of(String version) {
        return new Released(version, ALL.resolve(version));
    }

    public JsonNode json(String file) {
        try {
            return JSON.readTree(directory.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(String file, JsonNode content) {
        try {
            Files.createDirectories(directory);
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(directory.resolve(file).toFile(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether one that knows the fields of the first alone would read the second as the first: more fields do no harm. */
    public static boolean readsAs(JsonNode released, JsonNode written) {
        if (!released.isObject()) {
            return released.equals(written);
        }
        return released.properties().stream()
                .allMatch(
                        field -> written.has(field.getKey()) && readsAs(field.getValue(), written.get(field.getKey())));
    }

    @Override
    public String toString() {
        return version;
    }
}
