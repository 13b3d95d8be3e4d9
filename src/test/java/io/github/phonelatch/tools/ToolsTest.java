package io.github.phonelatch.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ToolsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Tools.run(List.of(args), printer(out), printer(err));
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nothing_isAnsweredWithTheUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(complained()).contains("usage:", "simulator");
    }

    @Test
    void help_isTheUsage() {
        assertThat(run("--help")).isZero();
        assertThat(printed()).contains("usage:", "simulator");
        assertThat(complained()).isEmpty();
    }

    @Test
    void unknownProgramOrOption_isNamed() {
        assertThat(run("simulater")).isEqualTo(2);
        assertThat(complained()).contains("unknown program simulater");
        assertThat(run("--verbose")).isEqualTo(2);
        assertThat(complained()).contains("unknown option --verbose");
    }

    @Test
    void simulatorHelp_tellsItsOptions_andThatItIsNotForProduction() {
        assertThat(run("simulator", "--port", "1", "--help")).isZero();
        assertThat(printed())
                .contains(
                        "--port",
                        "--mail-port",
                        "--host",
                        "--name",
                        "--key",
                        "--secret",
                        "--verbose",
                        "+4474001000NN",
                        "123456")
                .containsPattern("never\\s+for production");
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 80,unknown option --prot",
        "--prot=80,unknown option --prot",
        "80,unexpected argument 80",
        "--port,--port needs a value",
        "--port --verbose,--port needs a value",
        "--port=,--port needs a value",
        "--port eighty,--port is a number from 0 to 65535",
        "--port 65536,--port is a number from 0 to 65535",
        "--port -1,--port is a number from 0 to 65535",
        "--mail-port 65536,--mail-port is a number from 0 to 65535",
        "--keep-numbers 0,--keep-numbers is a number from 1",
        "--key a:b,--key: key and secret",
        "--verbose=yes,--verbose takes no value"
    })
    void wrongOption_isNamed(String args, String reason) {
        assertThat(run(("simulator " + args).split(" "))).isEqualTo(2);

        assertThat(complained()).contains(reason).contains("simulator --help");
        assertThat(printed()).isEmpty();
    }

    @Test
    void takenPort_isNamedWithTheWayToChooseAnother() {
        try (Simulator first = Simulator.start(SimulatorOptions.defaults())) {
            int port = first.uri().getPort();

            assertThat(run("simulator", "--port", Integer.toString(port))).isEqualTo(1);

            assertThat(complained()).contains("127.0.0.1:" + port, "--port <number>", "--port 0");
        }
    }

    @Test
    void takenPortOfTwo_isNamedWithTheWayToChooseAnother_andTheOtherIsFreeAgain() throws Exception {
        try (Simulator first = Simulator.start(SimulatorOptions.defaults().withMailPort(0))) {
            String mailPort = Integer.toString(first.smtp().orElseThrow().getPort());
            String port = Integer.toString(freePort());

            assertThat(run("simulator", "--port", port, "--mail-port", mailPort))
                    .isEqualTo(1);

            assertThat(complained()).contains("127.0.0.1:" + mailPort, "--mail-port <number>", "--mail-port 0");
            assertThat(run("simulator", "--port", Integer.toString(first.uri().getPort()), "--mail-port", port))
                    .isEqualTo(1);
            assertThat(complained()).contains("--port <number>");
            Simulator.start(SimulatorOptions.defaults()
                            .withPort(Integer.parseInt(port))
                            .withMailPort(freePort()))
                    .close();
        }
    }

    @Test
    void mailPort_isPrinted() throws Exception {
        Thread program = new Thread(() -> run("simulator", "--port=0", "--mail-port=0"));
        program.start();
        try {
            await(() -> printed().contains("Ctrl-C"));
            assertThat(printed()).containsPattern("mail\\s+127\\.0\\.0\\.1:[1-9]\\d*");
        } finally {
            program.interrupt();
            program.join(10_000);
        }
    }

    @Test
    void unknownHost_isNamed() {
        assertThat(run("simulator", "--host", "no.such.host.invalid", "--port", "0"))
                .isEqualTo(1);

        assertThat(complained()).contains("no.such.host.invalid");
    }

    @Test
    void simulator_printsItsAddresses_answers_andLogsWithoutCodesAndNumbers() throws Exception {
        Thread program = new Thread(
                () -> run("simulator", "--port=0", "--verbose", "--key", "k", "--secret", "not-for-the-log"));
        program.start();
        try {
            await(() -> printed().contains("Ctrl-C"));
            Matcher address = Pattern.compile("base-url\\s+(\\S+)").matcher(printed());
            assertThat(address.find()).isTrue();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(address.group(1) + "/__sim/messages?to=%2B447400123456"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            await(() -> printed().contains("GET /__sim/messages 200"));
            assertThat(printed()).doesNotContain("447400123456").doesNotContain("not-for-the-log");
            assertThat(complained()).isEmpty();
        } finally {
            program.interrupt();
            program.join(10_000);
        }
        assertThat(program.isAlive()).isFalse();
    }

    @Test
    void listeningBeyondLoopback_isWarnedOf() throws Exception {
        Thread program = new Thread(() -> run("simulator", "--port", "0", "--host", "0.0.0.0"));
        program.start();
        try {
            await(() -> complained().contains("WARNING: listening on 0.0.0.0"));
            assertThat(printed()).containsPattern("base-url\\s+http://127\\.0\\.0\\.1:\\d+");
        } finally {
            program.interrupt();
            program.join(10_000);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
