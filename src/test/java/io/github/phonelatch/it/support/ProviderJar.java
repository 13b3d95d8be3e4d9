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

    /** Packs factories, named by the interface that Keycloak looks for, one of each. Their nested classes come along. */
    public static Path write(Path jar, Map<Class<?>, Class<?>> providers) throws IOException {
        List<Map.Entry<Class<?>, Class<?>>> sorted = new ArrayList<>(providers.entrySet());
        // In the same order and with the same time each run, so that the same server is not built again.
        sorted.sort(Comparator.comparing(provider -> provider.getKey().getName()));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<Class<?>, Class<?>> provider : sorted) {
                writeClass(out, provider.getValue());
                for (Class<?> nested : provider.getValue().getDeclaredClasses()) {
                    writeClass(out, nested);
                }
                out.putNextEntry(entry("META-INF/services/" + provider.getKey().getName()));
                out.write(provider.getValue().getName().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
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
