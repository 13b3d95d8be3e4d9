package io.github.phonelatch.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Keycloaks ready to be started. The archive is unpacked once, each set of jars is built in once ({@code kc.sh build}
 * takes 20 s), and a server is a copy made of hard links: the files cost nothing, only its data is its own.
 */
final class Distribution {
    /** What Keycloak fixes at build time and all servers have. What they differ in is given per server. */
    private static final List<String> BUILD_OPTIONS = List.of("--health-enabled=true");

    private static final Path LIB_QUARKUS = Path.of("lib", "quarkus");

    private final Path archive;
    private final Path cache;

    Distribution(Path archive, Path cache) {
        this.archive = archive;
        this.cache = cache;
    }

    /**
     * A new directory that can be started with {@code --optimized}.
     *
     * @param buildOptions what this server is built with beside what all are
     */
    Path newServer(String name, List<Path> jars, List<String> buildOptions) throws IOException {
        Path built = built(jars, buildOptions);
        Path servers = Files.createDirectories(cache.resolve("servers"));
        Path server = Files.createTempDirectory(servers, name + "-");
        link(built, server);
        return server;
    }

    private Path built(List<Path> jars, List<String> buildOptions) throws IOException {
        List<String> options = new ArrayList<>(BUILD_OPTIONS);
        options.addAll(buildOptions);
        Path unpacked = once("unpacked-" + hash(List.of(), List.of(archive.toString())), this::unpack);
        List<String> ingredients = new ArrayList<>(options);
        ingredients.add(unpacked.getFileName().toString());
        return once("built-" + hash(jars, ingredients), directory -> {
            link(unpacked, directory);
            // The build writes here, and a hard link would carry that over to every other copy.
            try (var files = Files.list(unpacked.resolve(LIB_QUARKUS))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file,
                            directory.resolve(LIB_QUARKUS).resolve(file.getFileName()),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            for (Path jar : jars) {
                Files.copy(jar, directory.resolve("providers").resolve(jar.getFileName()));
            }
            build(directory, options);
        });
    }

    private static void build(Path directory, List<String> options) throws IOException {
        Path log = directory.resolve("build.log");
        ProcessBuilder command = new ProcessBuilder(script(directory), "build");
        command.command().addAll(options);
        Environment.clean(command.environment());
        Process process =
                command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("kc.sh build failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Keycloak was built", e);
        } finally {
            Environment.kill(process.toHandle());
        }
    }

    static String script(Path server) {
        return server.resolve("bin").resolve("kc.sh").toString();
    }

    private void unpack(Path directory) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path inArchive = Path.of(entry.getName());
                if (inArchive.getNameCount() < 2) {
                    continue;
                }
                Path file = directory
                        .resolve(inArchive.subpath(1, inArchive.getNameCount()))
                        .normalize();
                if (!file.startsWith(directory)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                    if (file.toString().endsWith(".sh") && !file.toFile().setExecutable(true)) {
                        throw new IOException("cannot make executable: " + file);
                    }
                }
            }
        }
    }

    /** Fills a directory exactly once, whoever asks: under a lock between JVMs, visible only when complete. */
    private Path once(String name, Filler filler) throws IOException {
        Path directory = cache.resolve(name);
        synchronized (Distribution.class) {
            if (Files.isDirectory(directory)) {
                return directory;
            }
            Files.createDirectories(cache);
            try (FileChannel channel = FileChannel.open(
                            cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(directory)) {
                    Path unfinished = Files.createTempDirectory(cache, "unfinished-");
                    try {
                        filler.fill(unfinished);
                        Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
                    } finally {
                        delete(unfinished);
                    }
                }
                return directory;
            }
        }
    }

    private interface Filler {
        void fill(Path directory) throws IOException;
    }

    private static void link(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file));
                try {
                    Files.createLink(target, file);
                } catch (UnsupportedOperationException | FileSystemException e) {
                    // Keycloak compares the time of provider files with the one at its build.
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String hash(List<Path> files, List<String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    digest.update(in.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
