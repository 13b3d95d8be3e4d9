package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.RunningServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The released jar on a server of its own: what has to work wherever Keycloak runs and on every Java that it runs on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Smoke {
    private static final Pattern COMPLAINT = Pattern.compile(
            " ERROR | WARN +\\[io\\.github\\.phonelatch"
                    + "|split.?package|ClassNotFound|NoClassDef|NoSuchMethod|LinkageError|duplicate class",
            Pattern.CASE_INSENSITIVE);

    private Simulator simulator;
    private RunningServer server;
    private Admin admin;
    private RealmAdmin school;

    /** How the simulator has to be started for the server to reach it. */
    abstract SimulatorOptions simulatorOptions();

    /** Starts a server that reaches this simulator and has imported the school realm. */
    abstract RunningServer start(Simulator reachable);

    @BeforeAll
    void start() {
        simulator = Sent.recorded(Simulator.start(simulatorOptions()));
        server = start(simulator);
        admin = new Admin(server);
        school = admin.realm("school");
        school.openToTests();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        simulator.close();
    }

    @Test
    void serverInfo_namesOurProvidersWithVersionAndCommit() throws IOException {
        Properties built = versionInTheJar();
        JsonNode spis = admin.get("serverinfo").get("providers");

        assertThat(built.getProperty("commit")).matches("[0-9a-f]{7,40}(-dirty)?");
        Map.of(
                        "required-action", "phonelatch-verify-phone",
                        "form-action", "phonelatch-registration-phone",
                        "credential", "phonelatch-phone",
                        "eventsListener", "phonelatch-events",
                        "protocol-mapper", "phonelatch-phone-claims",
                        "token-interceptor", "phonelatch-gate",
                        "phonelatch-gateway", "engagelab")
                .forEach((spi, provider) -> {
                    JsonNode info =
                            spis.path(spi).path("providers").path(provider).path("operationalInfo");
                    assertThat(info.path("phonelatch-version").asText())
                            .as(spi + "/" + provider)
                            .isEqualTo(built.getProperty("version"));
                    assertThat(info.path("phonelatch-commit").asText())
                            .as(spi + "/" + provider)
                            .isEqualTo(built.getProperty("commit"));
                });
    }

    @Test
    void whereMetricsAreOff_nothingIsShownOfThem() {
        assertThat(Http.send(Http.request(server.managementUri().resolve("/metrics")))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.log()).doesNotContain("Metrics of phone verification");
    }

    @Test
    void student_verifiesAPhone_andTheTokensSayWhatTheyShould() {
        Person student = school.newStudent();
        Phone phone = new Phone(simulator);

        Tokens tokens = school.studentPortal()
                .open(student)
                .number(phone.number())
                .code(phone.code())
                .tokens();

        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(tokens.accessClaims().toString()).doesNotContain("phone_number\"", phone.number());
        assertThat(tokens.idClaims().get("phone_number_verified").asBoolean()).isTrue();
        assertThat(tokens.idClaims().get("phone_number").asText()).isEqualTo(phone.number());
        JsonNode userinfo = tokens.userinfo().body();
        assertThat(userinfo.get("phone_number_verified").asBoolean()).isTrue();
        assertThat(userinfo.get("phone_number").asText()).isEqualTo(phone.number());
        assertThat(phone.messages()).hasSize(1);
        assertThat(complaints(server.log())).isEmpty();
    }

    @Test
    void teacher_isSentACodeAtSignIn() {
        Phone phone = new Phone(simulator);
        Person teacher = school.newVerifiedTeacher(phone);

        Page page = school.app("teacher-portal").open(teacher);

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        page = page.code(phone.wrongCode());
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(RoleGates.roles(page.code(phone.code()).tokens())).contains("teacher");
        assertThat(phone.messages()).hasSize(1);
    }

    @Test
    void appWithScreensOfItsOwn_hasTheRolesOnceThePhoneIsVerified() {
        Person student = school.newStudent();
        Phone phone = new Phone(simulator);

        Tokens before = school.schoolMobile().directGrant(student);
        assertThat(RoleGates.roles(before)).isEmpty();
        PhoneApi api = school.phoneApi(before);
        assertThat(api.verifyOtp(api.requestOtp(phone), phone.code()).status()).isEqualTo(200);

        Tokens after = before.refresh();
        assertThat(RoleGates.roles(after)).contains("student");
        assertThat(after.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
    }

    @Test
    void providerGone_isTold_andTheNextClickWorksOnceItIsBack() {
        Person student = school.newStudent();
        String number = Numbers.next();
        int port = simulator.uri().getPort();
        simulator.close();

        Page page = school.studentPortal().open(student).number(number);
        simulator = Sent.recorded(Simulator.start(simulatorOptions().withPort(port)));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Codes cannot be sent or checked right now");
        assertThat(page.element("#phone_number").val()).isEqualTo(number);
        Phone phone = new Phone(simulator, number);
        assertThat(page.number(number).code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "keycloak", "keycloak.v2"})
    void bothPages_areWholeUnderTheLoginTheme(String theme) {
        RealmAdmin realm = admin.newSchoolRealm(changed -> changed.put("loginTheme", theme));
        Phone phone = new Phone(simulator);

        Page number = realm.studentPortal().open(realm.newStudent());
        assertThat(number.isNumberPage()).as(number.toString()).isTrue();
        assertWhole(number, theme);

        Page code = number.number(phone.number());
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        assertWhole(code, theme);

        assertWhole(code.code(phone.wrongCode()), theme);
    }

    @Test
    void buildAndStart_complainOfNothing() {
        assertThat(complaints(server.buildLog())).isEmpty();
        assertThat(complaints(server.log())).isEmpty();
        assertThat(server.log()).contains("Realm 'school' imported");
    }

    /** Styled and scripted by files that are there, and every text found. */
    private static void assertWhole(Page page, String theme) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("/login/" + theme + "/");
        assertThat(page.body()).doesNotContainPattern("phonelatch[A-Z]").doesNotContain("${", "{0}}");
        assertThat(page.element("#phonelatch-help").text()).isNotBlank();
        assertThat(file(page, "link[href*=phonelatch.css]", "href")).contains(".phonelatch");
        assertThat(file(page, "script[src*=phonelatch.js]", "src")).contains("data-wait");
    }

    private static String file(Page page, String css, String attribute) {
        Page file = new HttpBrowser().open(URI.create(page.element(css).absUrl(attribute)));
        assertThat(file.status()).as(file.uri().toString()).isEqualTo(200);
        return file.body();
    }

    /**
     * Errors, our own warnings, and anything about the way our jar is loaded. That we use internal interfaces is known, that
     * the simulator is asked over plain HTTP as well, and that it was gone for a moment.
     */
    private static List<String> complaints(String log) {
        return log.lines()
                .filter(COMPLAINT.asPredicate())
                .filter(line -> !line.contains("KC-SERVICES0047")
                        && !line.contains("is plain http")
                        && !line.contains("there was no connection"))
                .toList();
    }

    private static Properties versionInTheJar() throws IOException {
        Properties built = new Properties();
        try (JarFile jar = new JarFile(
                        Path.of(System.getProperty("phonelatch.jar")).toFile());
                InputStream in = jar.getInputStream(jar.getEntry("phonelatch-version.properties"))) {
            built.load(in);
        }
        return built;
    }
}
