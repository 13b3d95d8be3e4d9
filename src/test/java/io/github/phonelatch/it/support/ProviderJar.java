package io.github.phonelatch.it.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Providers of a test, packed so that a server finds them. */
public final class ProviderJar {
    private ProviderJar() {}

    /**
     * Packs factories, named by the interface that Keycloak looks for, one of each, and the classes that they are made of.
     * Nested classes come along.
     */
    public static Path write(Path jar, Map<Class<?>, Class<?>> providers, Class<?>... others) throws IOException {
        List<Map.Entry<Class<?>, Class<?>>> sorted = new ArrayList<>(providers.entrySet());
        // In the same order and with the same time each run, so that the same server is not built again.
        sorted.sort(Comparator.comparing(provider -> provider.getKey().getName()));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<Class<?>, Class<?>> provider : sorted) {
                writeWithNested(out, provider.getValue());
                out.putNextEntry(entry("META-INF/services/" + provider.getKey().getName()));
                out.write(provider.getValue().getName().getBytes(StandardCharsets.UTF_8));
            }
            for (Class<?> other : others) {
                writeWithNested(out, other);
            }
        }
        return jar;
    }

    private static void writeWithNested(JarOutputStream out, Class<?> type) throws IOException {
        writeClass(out, type);
        for (Class<?> nested : type.getDeclaredClasses()) {
            writeClass(out, nested);
        }
    }

    private static void writeClass(JarOutputStream out, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(entry(name));
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
            bytes.transferTo(out);
        }
    }

    private static JarEntry entry(String name) {
        JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        return entry;
    }
}
