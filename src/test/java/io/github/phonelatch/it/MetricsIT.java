package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody sees who watches a server with metrics and tracing on. */
class MetricsIT {
    private static final Path DOCS =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("docs");

    private static Simulator simulator;
    private static Collector traces;
    private static KeycloakServer server;
    private static Admin admin;
    /** Of one test: what is counted in it is its own. */
    private RealmAdmin realm;

    @BeforeAll
    static void start() throws IOException {
        simulator = Sent.recorded(Simulator.start(SimulatorOptions.defaults()));
        traces = new Collector();
        server = SharedServer.serverWith(simulator)
                .name("metrics")
                .buildOption("metrics-enabled", true)
                .buildOption("tracing-enabled", true)
                .buildOption("tracing-jdbc-enabled", false)
                .option("tracing-endpoint", traces.endpoint())
                .option("tracing-protocol", "http/protobuf")
                .start();
        admin = new Admin(server);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (traces != null) {
            traces.close();
        }
        if (simulator != null) {
            simulator.close();
        }
    }

    @BeforeEach
    void realm() {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
    }

    @Test
    void oneOfEach_isCounted_andNobodyIsNamed() {
        Phone phone = new Phone(simulator);
        Person student = realm.newStudent();
        double balance = value("phonelatch_misconfigured_total", "reason=\"balance\"");
        double calls = value("phonelatch_provider_latency_seconds_count", "endpoint=\"verify\"", "outcome=\"ok\"");

        Page code = realm.studentPortal().open(student).number(phone.number()).reload();
        String wrong = phone.wrongCode();
        String right = phone.code();
        assertThat(code.code(wrong).code(right).tokens().granted()).isTrue();
        realm.studentPortal().open(realm.newStudent()).number("+12015550123");
        Phone unpaid = new Phone(simulator);
        simulator.control().script(unpaid.number(), Fault.error(400, 3005, "no balance for " + unpaid.number()), 1);
        realm.studentPortal().open(realm.newStudent()).number(unpaid.number());

        assertThat(ours("phonelatch_sent_total")).isEqualTo(1);
        assertThat(ours("phonelatch_sent_total", "purpose=\"verify_phone\"", "channel=\"sms\""))
                .isEqualTo(1);
        assertThat(ours("phonelatch_failed_total", "purpose=\"verify_phone\"", "reason=\"wrong_code\""))
                .isEqualTo(1);
        assertThat(ours("phonelatch_failed_total")).isEqualTo(1);
        assertThat(ours("phonelatch_verified_total", "purpose=\"verify_phone\""))
                .isEqualTo(1);
        assertThat(ours("phonelatch_refused_total", "reason=\"country_not_allowed\""))
                .isEqualTo(1);
        assertThat(ours("phonelatch_refused_total", "reason=\"not_configured\""))
                .isEqualTo(1);
        assertThat(ours("phonelatch_refused_total")).isEqualTo(2);
        assertThat(value("phonelatch_misconfigured_total", "reason=\"balance\"") - balance)
                .isEqualTo(1);
        assertThat(value("phonelatch_provider_latency_seconds_count", "endpoint=\"verify\"", "outcome=\"ok\"") - calls)
                .isEqualTo(2);
        assertThat(value("phonelatch_circuit_state")).isZero();
        assertThat(value("phonelatch_threads_size")).isEqualTo(32);
        Await.until("no call is under way", () -> value("phonelatch_threads_used") == 0);
        // Without the values: a time may have any digits.
        assertThat(series().stream().map(line -> line.substring(0, line.lastIndexOf(' '))))
                .isNotEmpty()
                .allSatisfy(labels -> assertThat(labels)
                        .doesNotContain(
                                phone.number().substring(3),
                                unpaid.number().substring(3),
                                "2015550123",
                                student.email(),
                                student.id(),
                                right,
                                wrong)
                        .doesNotContainPattern("(purpose|channel|reason|outcome|endpoint|scope)=\"[^\"]*[0-9]"));
    }

    /** Of the two halves that a stranger's sign-in is asked in, only what really happened counts, and once. */
    @Test
    void signInByPhone_countsWhatWasSent_andWhatWasTyped() {
        Phone phone = new Phone(simulator);
        realm.newVerifiedStudent(phone);

        Page code = phoneLogin(phone.number());
        assertThat(code.code(phone.wrongCode()).code(phone.code()).isCallback()).isTrue();
        assertThat(phoneLogin(Numbers.next()).code("123456").isCodePage()).isTrue();

        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(ours("phonelatch_sent_total", "purpose=\"phone_login\"")).isEqualTo(1);
        assertThat(ours("phonelatch_sent_total")).isEqualTo(1);
        assertThat(ours("phonelatch_failed_total", "purpose=\"phone_login\"", "reason=\"wrong_code\""))
                .isEqualTo(2);
        assertThat(ours("phonelatch_failed_total")).isEqualTo(2);
        assertThat(ours("phonelatch_verified_total")).isEqualTo(1);
        assertThat(ours("phonelatch_refused_total")).isZero();
    }

    @Test
    void sendThatComesBackLate_isCountedWhenItDoes() {
        Phone phone = new Phone(simulator);
        simulator.control().script(phone.number(), Fault.delay(Duration.ofMillis(3_500)), 1);

        realm.studentPortal().open(realm.newStudent()).number(phone.number());

        assertThat(ours("phonelatch_sent_total")).isZero();
        Await.until("the late send is counted", () -> ours("phonelatch_late_total", "outcome=\"sent\"") == 1);
        assertThat(ours("phonelatch_sent_total")).isEqualTo(1);
    }

    @Test
    void realmThatIsRemoved_isShownNoMore() {
        realm.studentPortal().open(realm.newStudent()).number(new Phone(simulator).number());
        assertThat(ours("phonelatch_sent_total")).isEqualTo(1);

        realm.delete("", null);

        assertThat(series()).noneMatch(line -> line.contains(realm.name()));
    }

    @Test
    void whatAlertsAskFor_isThere_andWhatIsThereIsInTheDocs() throws IOException {
        Phone phone = new Phone(simulator);
        Page code = realm.studentPortal().open(realm.newStudent()).number(phone.number());
        code.code(phone.wrongCode()).code(phone.code());
        realm.studentPortal().open(realm.newStudent()).number("+12015550123");
        // Shown from the first message on that a budget is asked for.
        String shown = String.join("\n", series()) + "\nphonelatch_budget_used{";

        Set<String> asked = Pattern.compile("phonelatch_[a-z]+_[a-z_]+")
                .matcher(Files.readString(DOCS.resolve("prometheus/phonelatch-alerts.yml")))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked)
                .hasSizeGreaterThan(4)
                .allSatisfy(name -> assertThat(shown).containsPattern(name + "(_bucket|_count)?\\{?"));
        String docs = Files.readString(DOCS.resolve("operations.md"));
        assertThat(types())
                .hasSizeGreaterThan(7)
                .allSatisfy(name -> assertThat(docs).contains("`" + name));
    }

    @Test
    void eachCallToTheProvider_isASpan_andNoneNamesAnybody() {
        Phone phone = new Phone(simulator);
        Page code = realm.studentPortal().open(realm.newStudent()).number(phone.number());
        String right = phone.code();
        assertThat(code.code(right).tokens().granted()).isTrue();

        List<String> names = List.of("phonelatch.send", "phonelatch.template", "phonelatch.verify");
        Await.until("the spans arrive", () -> names.stream().allMatch(traces::has));
        assertThat(traces.has(phone.number().substring(3))).isFalse();
        assertThat(traces.has(right)).isFalse();
    }

    private Page phoneLogin(String number) {
        return realm.studentPortal()
                .open(new HttpBrowser())
                .tryAnotherWay()
                .choose("Phone number")
                .form("phonelatch-number-form")
                .with("phone_number", number)
                .press("send");
    }

    private double ours(String name, String... labels) {
        String[] all = Arrays.copyOf(labels, labels.length + 1);
        all[labels.length] = "realm=\"" + realm.name() + "\"";
        return value(name, all);
    }

    /** The sum of all that have these labels. */
    private static double value(String name, String... labels) {
        return series().stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Without the trace of an example that Keycloak puts after the value. */
    private static List<String> series() {
        return page().filter(line -> line.startsWith("phonelatch_"))
                .map(line -> line.replaceFirst(" # .*", ""))
                .toList();
    }

    /** As the endpoint declares them. */
    private static List<String> types() {
        return page().filter(line -> line.startsWith("# TYPE phonelatch_"))
                .map(line -> line.split(" ", -1)[2])
                .toList();
    }

    private static Stream<String> page() {
        return Http.send(Http.request(server.managementUri().resolve("/metrics")))
                .body()
                .lines();
    }

    /** Takes traces as an OpenTelemetry collector does. Their texts lie in clear in what it is sent. */
    private static final class Collector {
        private final HttpServer http;
        private final StringBuilder received = new StringBuilder();

        Collector() throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
                synchronized (received) {
                    received.append(body);
                }
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            http.start();
        }

        String endpoint() {
            return "http://127.0.0.1:" + http.getAddress().getPort();
        }

        boolean has(String text) {
            synchronized (received) {
                return received.indexOf(text) >= 0;
            }
        }

        void close() {
            http.stop(0);
        }
    }
}
