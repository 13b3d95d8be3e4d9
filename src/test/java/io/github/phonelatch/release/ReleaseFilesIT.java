package io.github.phonelatch.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The files of a release, as the build has just made them. */
class ReleaseFilesIT {
    private static final Path JAR = Path.of(System.getProperty("phonelatch.jar"));
    private static final Path TARGET = JAR.getParent();
    private static final String NAME = JAR.getFileName().toString().replaceAll("\\.jar$", "");
    private static final Path REALM_CONFIG = Path.of(System.getProperty("phonelatch.basedir"), "realm-config");
    private static final String SHADED = "io/github/phonelatch/shaded/";
    private static final Pattern SUM = Pattern.compile("([0-9a-f]{64})[ *]{2}(\\S+)");

    @Test
    void checksums_areThoseOfEveryFile() throws Exception {
        Map<String, String> sums = new TreeMap<>();
        for (String line : Files.readAllLines(TARGET.resolve("SHA256SUMS"))) {
            var sum = SUM.matcher(line);
            assertThat(sum.matches()).as(line).isTrue();
            sums.put(sum.group(2), sum.group(1));
        }

        assertThat(sums.keySet())
                .containsExactlyInAnyOrder(
                        NAME + ".jar",
                        NAME + "-tools.jar",
                        NAME + "-provider-tests.jar",
                        NAME + "-realm.zip",
                        NAME + "-sbom.json");
        for (Map.Entry<String, String> sum : sums.entrySet()) {
            assertThat(sha256(TARGET.resolve(sum.getKey()))).as(sum.getKey()).isEqualTo(sum.getValue());
        }
    }

    @Test
    void realmBundle_isTheRealmWithItsMigrations_andNobodyOfTheDemo() throws IOException {
        Map<String, byte[]> expected = new TreeMap<>();
        try (Stream<Path> files = Files.walk(REALM_CONFIG)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = REALM_CONFIG.relativize(file).toString().replace('\\', '/');
                if (!path.startsWith("demo/")) {
                    expected.put(NAME + "-realm/" + path, Files.readAllBytes(file));
                }
            }
        }
        expected.put(NAME + "-realm/LICENSE", Files.readAllBytes(REALM_CONFIG.resolveSibling("LICENSE")));

        Map<String, byte[]> bundled = new TreeMap<>();
        try (ZipFile zip = new ZipFile(TARGET.resolve(NAME + "-realm.zip").toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (!entry.isDirectory()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        bundled.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }

        assertThat(bundled.keySet()).isEqualTo(expected.keySet()).contains(NAME + "-realm/migrate.sh");
        bundled.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(expected.get(path)));
    }

    @Test
    void billOfMaterials_namesTheLibrariesThatAreInTheJar_andNoOthers() throws IOException {
        JsonNode sbom =
                new ObjectMapper().readTree(TARGET.resolve(NAME + "-sbom.json").toFile());

        Set<String> named = new TreeSet<>();
        sbom.get("components")
                .forEach(component -> named.add(component.get("name").asText()));
        assertThat(named)
                .containsExactlyInAnyOrder(
                        "okhttp-jvm", "okio-jvm", "kotlin-stdlib", "annotations", "libphonenumber", "failsafe");
        assertThat(sbom.at("/metadata/component/version").asText()).isEqualTo(version());
        assertThat(bundledLibraries())
                .isEqualTo(Set.of("okhttp3", "okio", "kotlin", "jetbrains", "intellij", "i18n", "failsafe"));
    }

    @Test
    void providerTests_areTheContractAndNothingElse() throws IOException {
        try (JarFile jar =
                new JarFile(TARGET.resolve(NAME + "-provider-tests.jar").toFile())) {
            assertThat(jar.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> !name.endsWith("/"))
                            .toList())
                    .containsExactlyInAnyOrder(
                            "META-INF/MANIFEST.MF",
                            "META-INF/LICENSE",
                            "META-INF/NOTICE",
                            "io/github/phonelatch/gateway/contract/OtpGatewayContract.class");
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isEqualTo(version());
        }
    }

    @Test
    void jar_saysItsVersion() throws IOException {
        assertThat(NAME).isEqualTo("keycloak-phonelatch-" + version());
    }

    private static String version() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Implementation-Version");
        }
    }

    /** By the folders that the bundled classes were moved to. */
    private static Set<String> bundledLibraries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(SHADED) && name.endsWith(".class"))
                    .map(name -> name.substring(SHADED.length()).replaceAll("/.*", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
