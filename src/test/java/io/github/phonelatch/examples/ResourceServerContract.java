package io.github.phonelatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each example of a resource server lets whom see, with tokens of a real Keycloak. */
abstract class ResourceServerContract {
    static final URI PORTAL = URI.create("https://portal.example");

    private static final String ME = "/api/me";
    private static final String TIMETABLE = "/api/students/timetable";
    private static final String CLASSES = "/api/teachers/classes";

    private static RealmAdmin school;
    private static RealmKey key;
    private static Tokens student;

    abstract URI api();

    static RealmAdmin school() {
        return school;
    }

    @BeforeAll
    static void realm(Admin admin, Phone phone) {
        school = admin.newSchoolRealm();
        key = RealmKey.of(school);
        student = school.studentPortal().open(school.newVerifiedStudent(phone)).tokens();
    }

    @Test
    void health_isOpen() {
        assertThat(get("/health", null).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {ME, TIMETABLE, CLASSES})
    void withoutToken_is401(String path) {
        HttpResponse<String> answer = get(path, null);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(challenge(answer)).startsWith("Bearer").doesNotContain("error=");
    }

    @Test
    void verifiedStudent_seesTheTimetable_andNotTheClasses() {
        JsonNode timetable = seen(TIMETABLE, student.accessToken());
        assertThat(timetable.at("/lessons/0/subject").asText()).isEqualTo("Mathematics");

        assertRefused(CLASSES, student.accessToken(), "role-missing");
    }

    @Test
    void verifiedTeacher_seesTheClasses_andNotTheTimetable(Phone phone) {
        String teacher = school.app("teacher-portal")
                .open(school.newVerifiedTeacher(phone))
                .code(phone.code())
                .tokens()
                .accessToken();

        assertThat(seen(CLASSES, teacher).at("/classes/0/pupils").asInt()).isPositive();
        assertRefused(TIMETABLE, teacher, "role-missing");
    }

    @Test
    void me_tellsWhoTheTokenIsAbout() {
        JsonNode me = seen(ME, student.accessToken());

        assertThat(me.get("email").asText())
                .isEqualTo(student.accessClaims().get("email").asText());
        assertThat(me.get("name").asText())
                .isEqualTo(student.accessClaims().get("name").asText());
        assertThat(me.get("roles")).map(JsonNode::asText).containsExactly("student");
        assertThat(me.get("phone_number_verified").asBoolean()).isTrue();
    }

    /** An app with screens of its own: its token is gated until the phone is verified, and the next one is not. */
    @Test
    void gatedToken_seesNothingUntilThePhoneIsVerified(Phone phone) {
        Tokens before = school.schoolMobile().directGrant(school.newStudent());
        assertRefused(TIMETABLE, before.accessToken(), "phone-not-verified");
        assertRefused(CLASSES, before.accessToken(), "phone-not-verified");
        assertThat(seen(ME, before.accessToken()).get("roles")).isEmpty();

        PhoneApi verification = school.phoneApi(before.accessToken());
        assertThat(verification
                        .verifyOtp(verification.requestOtp(phone), phone.code())
                        .status())
                .isEqualTo(200);

        String after = before.refresh().accessToken();
        assertThat(seen(TIMETABLE, after).get("lessons")).isNotEmpty();
        assertRefused(CLASSES, after, "role-missing");
    }

    @Test
    void roleWithoutVerifiedPhone_isNotEnough() {
        String token = key.sign(student.accessToken(), claims -> claims.put("phone_number_verified", false));

        assertRefused(TIMETABLE, token, "phone-not-verified");
        assertRefused(CLASSES, token, "phone-not-verified");
        assertThat(seen(ME, token).get("phone_number_verified").asBoolean()).isFalse();
        assertThat(seen(ME, token).get("roles")).map(JsonNode::asText).contains("student");
    }

    @Test
    void whoNeedsNoPhone_isLetIn_andNoFurtherThanTheirRole() {
        Person exempt = school.newStudent();
        school.addRealmRole(exempt, "phone-exempt");
        String token = school.studentPortal().open(exempt).tokens().accessToken();

        assertThat(seen(TIMETABLE, token).get("lessons")).isNotEmpty();
        assertRefused(CLASSES, token, "role-missing");
        assertThat(seen(ME, token).get("phone_number_verified").asBoolean()).isFalse();
    }

    /** A Keycloak without the extension makes such tokens. */
    @Test
    void tokenThatSaysNothingAboutThePhone_isNotEnough() {
        assertRefused(
                TIMETABLE,
                key.sign(student.accessToken(), claims -> claims.remove("phone_number_verified")),
                "phone-not-verified");
        assertRefused(
                TIMETABLE,
                key.sign(student.accessToken(), claims -> claims.put("phone_number_verified", "true")),
                "phone-not-verified");
    }

    /** Else the refusals below would be the test's own mistake. */
    @Test
    void tokenSignedByTheTest_isAsGoodAsTheRealms() {
        assertThat(get(TIMETABLE, key.sign(student.accessToken(), claims -> {})).statusCode())
                .isEqualTo(200);
    }

    static Stream<Map.Entry<String, Consumer<ObjectNode>>> claimsThatAreNotBelieved() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                Map.entry("expired", claims -> claims.put("exp", now - 3600)),
                Map.entry("not valid yet", claims -> claims.put("nbf", now + 3600)),
                Map.entry(
                        "of another issuer",
                        claims -> claims.put("iss", "https://sso.elsewhere.example/realms/school")),
                Map.entry("of no issuer", claims -> claims.remove("iss")),
                Map.entry("for another audience", claims -> claims.put("aud", "other-api")),
                Map.entry("for no audience", claims -> claims.remove("aud")));
    }

    @ParameterizedTest
    @MethodSource
    void claimsThatAreNotBelieved(Map.Entry<String, Consumer<ObjectNode>> wrong) {
        assertNotBelieved(key.sign(student.accessToken(), wrong.getValue()));
    }

    @Test
    void changedToken_isNotBelieved() {
        assertNotBelieved(RealmKey.tampered(
                student.accessToken(),
                claims -> claims.withObject("/realm_access").putArray("roles").add("teacher")));
    }

    @Test
    void tokenNotSignedByTheRealm_isNotBelieved() {
        assertNotBelieved(RealmKey.unsigned(student.accessToken()));
        assertNotBelieved(RealmKey.any().sign(student.accessToken(), claims -> {}));
        assertNotBelieved(key.signWithPublicKeyAsSecret(student.accessToken()));
    }

    @Test
    void tokenForSomethingElse_isNotBelieved() {
        assertNotBelieved(student.idToken());
        assertNotBelieved(student.refreshToken());
        school.createClient(
                Map.of("clientId", "library", "publicClient", true, "redirectUris", List.of(App.CALLBACK.toString())));
        Person reader = school.newStudent();
        school.addRealmRole(reader, "phone-exempt");
        assertNotBelieved(school.app("library").open(reader).tokens().accessToken());
    }

    @Test
    void tokenOfAnotherRealm_isNotBelieved(Admin admin, Phone phone) {
        RealmAdmin other = admin.newSchoolRealm();

        assertNotBelieved(other.studentPortal()
                .open(other.newVerifiedStudent(phone))
                .tokens()
                .accessToken());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "a.b.c", "..", "eyJhbGciOiJSUzI1NiJ9.e30.", "eyJhbGciOiJSUzI1NiIsImtpZCI6NX0.e30.AAAA"})
    void nonsense_isNotBelieved(String token) {
        assertNotBelieved(token);
    }

    @Test
    void pageOfThePortal_mayCall_andNoOther() {
        assertThat(allowedOrigin(preflight(PORTAL.toString()))).isEqualTo(PORTAL.toString());
        assertThat(allowedOrigin(preflight("https://elsewhere.example"))).isEmpty();
        assertThat(allowedOrigin(getFrom(PORTAL.toString()))).isEqualTo(PORTAL.toString());
        assertThat(allowedOrigin(getFrom("https://elsewhere.example"))).isEmpty();
    }

    private HttpResponse<String> preflight(String origin) {
        return Http.send(Http.request(URI.create(api() + TIMETABLE))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> getFrom(String origin) {
        return Http.send(Http.request(URI.create(api() + TIMETABLE))
                .header("Origin", origin)
                .header("Authorization", "Bearer " + student.accessToken()));
    }

    private static String allowedOrigin(HttpResponse<String> answer) {
        return answer.headers().firstValue("Access-Control-Allow-Origin").orElse("");
    }

    private HttpResponse<String> get(String path, String token) {
        HttpRequest.Builder request = Http.request(URI.create(api() + path));
        return Http.send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    private JsonNode seen(String path, String token) {
        HttpResponse<String> answer = get(path, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private void assertRefused(String path, String token, String problem) {
        HttpResponse<String> answer = get(path, token);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(challenge(answer)).contains("insufficient_scope");
        JsonNode body = Json.parse(answer.body());
        assertThat(body.get("type").asText()).isEqualTo("urn:school:problem:" + problem);
        assertThat(body.get("title").asText()).isNotBlank();
        assertThat(body.get("status").asInt()).isEqualTo(403);
    }

    private void assertNotBelieved(String token) {
        for (String path : List.of(ME, TIMETABLE)) {
            HttpResponse<String> answer = get(path, token);
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(401);
            assertThat(challenge(answer)).startsWith("Bearer").contains("invalid_token");
        }
    }

    private static String challenge(HttpResponse<String> answer) {
        return answer.headers().firstValue("WWW-Authenticate").orElse("");
    }
}
