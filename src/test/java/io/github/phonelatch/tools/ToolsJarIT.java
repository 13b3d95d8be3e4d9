package io.github.phonelatch.tools;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The released tools jar, run as its reader runs it. */
class ToolsJarIT {
    private static final Path JAR = Path.of(System.getProperty("phonelatch.tools"));
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @Test
    void simulator_startsFromTheJar_servesItsPage_takesMails_andComplainsOfNothing() throws Exception {
        Process simulator = new ProcessBuilder(
                        JAVA.toString(), "-jar", JAR.toString(), "simulator", "--port", "0", "--mail-port", "0")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(simulator.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> printed = new ArrayList<>();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                printed.add(line);
                if (line.contains("Ctrl-C")) {
                    break;
                }
            }
            assertThat(printed).noneMatch(line -> line.contains("SLF4J"));
            URI page = URI.create(found(printed, "phones +(http\\S+)"));
            assertThat(get(page)).contains("<html");

            send(Integer.parseInt(found(printed, "mail +127\\.0\\.0\\.1:(\\d+)")));
            assertThat(get(page.resolve("/__sim/mails?to=sofia@school.example")))
                    .contains("Größe", "Guten Tag");
        } finally {
            simulator.destroyForcibly().waitFor();
        }
    }

    @Test
    void jars_holdWhatIsTheirsAndNothingElse() throws IOException {
        assertThat(entries(JAR))
                .allMatch(name -> name.startsWith("io/github/phonelatch/tools/")
                        || name.startsWith("com/fasterxml/jackson/")
                        || name.startsWith("com/google/i18n/phonenumbers/")
                        || name.startsWith("de/siegmar/fastcsv/")
                        || name.startsWith("com/icegreen/greenmail/")
                        || name.startsWith("jakarta/")
                        || name.startsWith("org/eclipse/angus/")
                        || name.startsWith("org/slf4j/")
                        || name.startsWith("META-INF/"));
        assertThat(entries(Path.of(System.getProperty("phonelatch.jar"))))
                .as("bundled libraries are relocated")
                .noneMatch(name -> name.startsWith("okhttp3/")
                        || name.startsWith("okio/")
                        || name.startsWith("kotlin/")
                        || name.startsWith("com/")
                        || name.startsWith("dev/")
                        || name.startsWith("org/"))
                .noneMatch(name -> name.startsWith("io/github/phonelatch/tools/"))
                .noneMatch(name -> name.endsWith("module-info.class"));
    }

    private static String found(List<String> lines, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(String.join("\n", lines));
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static String get(URI uri) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** With parts and an encoding, so that what the mail libraries look up is looked up. */
    private static void send(int port) throws Exception {
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Guten Tag", "UTF-8");
        MimeMessage mail = Outgoing.mail(port, "sofia@school.example", "Größe", "");
        mail.setContent(new MimeMultipart(text));
        Outgoing.send(mail);
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName())
                    .toList();
        }
    }
}
