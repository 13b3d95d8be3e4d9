package io.github.phonelatch.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoIT {
    private static final Path PICTURES =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("target/demo-pictures");

    @Test
    void people_verifyTheirPhones_andStoppingTheDemoStopsEverything() throws Exception {
        try (RunningDemo demo = RunningDemo.start(Map.of())) {
            demo.awaitReady();
            assertThat(demo.output()).doesNotContain("SLF4J", "LogManager");
            assertThat(demo.output())
                    .contains("sofia.student@school.example", "demo-password", "tara.teacher@school.example");
            List<ProcessHandle> children = demo.children();
            assertThat(children).isNotEmpty();

            new Tour(
                            demo.address("Student portal"),
                            demo.address("Teacher portal"),
                            demo.address("School app"),
                            demo.address("Phones"),
                            demo.address("Keycloak's console").replace("/admin/", ""),
                            PICTURES)
                    .take();

            demo.terminate();
            demo.awaitEnd();
            Await.until("the end of its children", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void aTakenPort_isNamedWithTheWayToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningDemo demo = RunningDemo.start(Map.of("keycloak", taken.getLocalPort()))) {
            assertThat(demo.awaitEnd()).isEqualTo(1);
            assertThat(demo.output())
                    .contains("Port " + taken.getLocalPort() + " for Keycloak is taken", "-Ddemo.keycloak.port=");
        }
    }
}
