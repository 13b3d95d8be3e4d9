package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that had a name of their own point at this machine, so that a browser takes them for the simulator's. */
class OwnNamesTest {
    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults()
            .withHost("localhost")
            .withName("Simulator")
            .withName("codes.school.example"));

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void requestForSomebodyElse_isRefused_whateverItAsksFor(String host) {
        for (String path : new String[] {"/", "/__sim/messages", "/v1/messages", "/none"}) {
            String answer = ask("GET " + path + " HTTP/1.1", "Host: " + host);

            assertThat(answer).as(path).startsWith("HTTP/1.1 421 ").contains("--name");
            assertThat(answer).doesNotContain("<html").doesNotContain("\"messages\"");
        }
    }

    static Stream<String> foreign() {
        return Stream.of(
                "evil.example",
                "evil.example:8090",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example.",
                "simulator.evil.example:80",
                "127.0.0.1@evil.example",
                "[::1].evil.example",
                "evil.example#localhost",
                "1.2.3.4.5",
                "localhost:8090:evil",
                "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8090",
                "localhost.",
                "127.0.0.1",
                "127.0.0.1:8090",
                "10.0.0.5:8090",
                "[::1]",
                "[::1]:8090",
                "simulator:8090",
                "SIMULATOR",
                "codes.school.example:8090"
            })
    void requestForOneOfItsNames_isAnswered(String host) {
        assertThat(ask("GET / HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void writingUnderSomebodyElsesName_changesNothing() {
        simulator.control().script("+447400123456", Fault.reply(500, "text/plain", "failed"));
        String scripts = ask("GET /__sim/scripts HTTP/1.1", "Host: localhost");
        assertThat(scripts).contains("500");

        assertThat(ask("DELETE /__sim/scripts HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 421 ");

        assertThat(body(ask("GET /__sim/scripts HTTP/1.1", "Host: localhost"))).isEqualTo(body(scripts));
    }

    @Test
    void twoNamesAtOnce_areRefused() {
        assertThat(ask("GET / HTTP/1.1", "Host: localhost", "Host: evil.example"))
                .doesNotStartWith("HTTP/1.1 200 ");
    }

    /** A check of health by hand, as the demo's containers do; browsers never leave the name out. */
    @Test
    void requestWithoutAName_isAnswered() {
        assertThat(ask("GET / HTTP/1.0")).startsWith("HTTP/1.1 200 ");
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n"));
    }

    private String ask(String... lines) {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), simulator.uri().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
