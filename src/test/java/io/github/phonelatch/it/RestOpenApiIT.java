package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.OpenApiDocument;
import io.github.phonelatch.it.support.OpenApiDocument.Outcome;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the description of the endpoints says, they do: each documented answer is provoked, and there are no others. */
@ExtendWith(SharedServer.class)
class RestOpenApiIT {
    private static final String REQUEST = "requestOtp";
    private static final String VERIFY = "verifyOtp";
    private static final String STATUS = "status";
    private static final Map<String, String> PATHS =
            Map.of(REQUEST, "request-otp", VERIFY, "verify-otp", STATUS, "status", "openapi", "openapi.json");

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private static OpenApiDocument document;
    private static Simulator provider;
    private static RealmAdmin realm;
    /** Lets people replace the number of a lost phone. */
    private static RealmAdmin lenient;
    /** Tokens that are no good, each in its own way, by the problem they lead to. */
    private static Map<String, PhoneApi> notWelcome;

    @BeforeAll
    static void realms(Admin admin, Simulator simulator) {
        provider = simulator;
        realm = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0");
            settings.put("accounts-per-number", "1");
        });
        lenient = admin.newSchoolRealm(RestLostNumberIT::lenient);
        RealmAdmin withoutAction = admin.newSchoolRealm();
        Tokens signedIn = withoutAction.schoolMobile().directGrant(withoutAction.newStudent());
        withoutAction.enablePhoneAction(false);
        Phone verified = new Phone(simulator);
        notWelcome = Map.of(
                "invalid-token", realm.phoneApi((String) null),
                "client-not-allowed",
                        realm.phoneApi(realm.ungatedApp().directGrant(realm.newVerifiedStudent(verified))),
                "account-locked", locked(),
                "not-configured", withoutAction.phoneApi(signedIn));
        document = new OpenApiDocument(
                signIn().call("GET", "openapi.json", "", Map.of()).body());
    }

    @AfterEach
    void repair() {
        provider.control().clearScripts();
    }

    /** A way to get a documented answer. */
    record Way(Outcome outcome, Supplier<Reply> call) {
        @Override
        public String toString() {
            return outcome.toString();
        }
    }

    static Stream<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (String operation : List.of(REQUEST, VERIFY, STATUS)) {
            ways.add(refused(operation, 401, "invalid-token"));
            ways.add(refused(operation, 403, "client-not-allowed"));
            ways.add(refused(operation, 403, "account-locked"));
            ways.add(refused(operation, 503, "not-configured"));
            ways.add(way(
                    operation,
                    403,
                    "origin-not-allowed",
                    () -> call(
                            signIn(),
                            operation,
                            "{}",
                            Map.of("Origin", "https://elsewhere.example", "Content-Type", "application/json"))));
        }
        for (String operation : List.of(REQUEST, VERIFY)) {
            ways.add(way(operation, 400, "invalid-request", () -> call(signIn(), operation, "{", JSON)));
            ways.add(way(operation, 413, "body-too-large", () -> call(signIn(), operation, " ".repeat(9000), JSON)));
            ways.add(way(
                    operation,
                    415,
                    "unsupported-media-type",
                    () -> call(signIn(), operation, "{}", Map.of("Content-Type", "text/plain"))));
        }
        ways.add(way("openapi", 200, "", () -> call(signIn(), "openapi", "", Map.of())));
        ways.add(way(STATUS, 200, "", () -> signIn().status()));
        ways.addAll(waysOfAsking());
        ways.addAll(waysOfChecking());
        return ways.stream();
    }

    private static List<Way> waysOfAsking() {
        return List.of(
                way(REQUEST, 202, "", () -> signIn().requestOtp(new Phone(provider))),
                way(REQUEST, 200, "", () -> {
                    Phone phone = new Phone(provider);
                    PhoneApi api = signIn();
                    api.requestOtp(phone);
                    return api.requestOtp(phone);
                }),
                way(
                        REQUEST,
                        401,
                        "insufficient-user-authentication",
                        () -> realm.phoneApi(
                                        realm.schoolMobile().directGrant(realm.newVerifiedStudent(new Phone(provider))))
                                .requestOtp(new Phone(provider))),
                way(REQUEST, 401, "insufficient-user-authentication", () -> {
                    Asked asked = askedBeforeAnotherSessionVerified();
                    return asked.api().requestOtp(asked.phone());
                }),
                way(REQUEST, 401, "insufficient-user-authentication", RestOpenApiIT::lostItsPhone),
                way(REQUEST, 422, "invalid-number", () -> signIn().requestOtp("+44")),
                way(
                        REQUEST,
                        422,
                        "channel-not-available",
                        () -> signIn().post(
                                        "request-otp",
                                        Map.of("phone_number", new Phone(provider).number(), "channel", "whatsapp"))),
                way(REQUEST, 422, "number-not-allowed", () -> signIn().requestOtp("+12125550123")),
                way(REQUEST, 429, "rate-limited", () -> {
                    PhoneApi api = signIn();
                    for (int i = 0; i < 5; i++) {
                        assertThat(api.requestOtp(new Phone(provider)).status()).isEqualTo(202);
                    }
                    return api.requestOtp(new Phone(provider));
                }),
                way(REQUEST, 429, "too-many-attempts", () -> {
                    Asked asked = Asked.byNewStudent();
                    asked.attempts(5);
                    return asked.api().requestOtp(asked.phone());
                }),
                way(REQUEST, 503, "provider-unavailable", () -> {
                    Phone phone = new Phone(provider);
                    provider.control().script(phone.number(), Fault.html(503), 1);
                    return signIn().requestOtp(phone);
                }));
    }

    private static List<Way> waysOfChecking() {
        return List.of(
                way(VERIFY, 200, "", () -> Asked.byNewStudent().rightCode()),
                way(VERIFY, 401, "insufficient-user-authentication", RestOpenApiIT::askedBeforeAnotherWasVerified),
                way(
                        VERIFY,
                        401,
                        "insufficient-user-authentication",
                        () -> askedBeforeAnotherSessionVerified().rightCode()),
                way(VERIFY, 404, "unknown-challenge", () -> signIn().verifyOtp("x", "123456")),
                way(VERIFY, 409, "number-taken", () -> {
                    Asked asked = Asked.byNewStudent();
                    realm.newVerifiedStudent(asked.phone());
                    return asked.rightCode();
                }),
                way(VERIFY, 410, "code-expired", () -> {
                    Asked asked = Asked.byNewStudent();
                    provider.control().advance(Duration.ofSeconds(301));
                    return asked.rightCode();
                }),
                way(VERIFY, 422, "wrong-code", () -> Asked.byNewStudent().attempts(1)),
                way(VERIFY, 422, "invalid-number", () -> afterItWasSaidToBeOnItsWay(Fault.error(400, 5020, "no"))),
                way(VERIFY, 422, "number-not-allowed", () -> afterItWasSaidToBeOnItsWay(Fault.error(400, 5013, "no"))),
                way(VERIFY, 429, "rate-limited", () -> afterItWasSaidToBeOnItsWay(Fault.error(400, 3004, "no"))),
                way(VERIFY, 429, "too-many-attempts", () -> Asked.byNewStudent().attempts(5)),
                way(VERIFY, 503, "provider-unavailable", () -> {
                    Asked asked = Asked.byNewStudent();
                    provider.control().scriptVerify(Fault.html(503), 1);
                    return asked.rightCode();
                }));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void documentedAnswer_isGiven_asDocumented(Way way) {
        Reply reply = way.call().get();

        Outcome outcome = way.outcome();
        assertThat(new Outcome(outcome.operation(), reply.status(), reply.problem()))
                .as(reply.body().toString())
                .isEqualTo(outcome);
        String method = outcome.operation().endsWith("Otp") ? "POST" : "GET";
        assertThat(document.flaws(method, PATHS.get(outcome.operation()), reply))
                .as(reply.body().toString())
                .isEmpty();
        if (reply.status() == 429) {
            assertThat(reply.retryAfter())
                    .isPositive()
                    .isEqualTo(reply.body().get("retry_after").asLong());
        }
    }

    @Test
    void eachDocumentedAnswer_isProvoked_andNoOther() {
        Set<Outcome> provoked = new TreeSet<>(ways().map(Way::outcome).toList());

        assertThat(provoked).isEqualTo(document.outcomes());
    }

    @Test
    void servedDocument_isValidOpenApi_andLeadsToTheEndpoints() {
        URI uri = URI.create(realm.uri() + "/phonelatch/openapi.json");
        HttpResponse<String> served = Http.send(Http.request(uri));

        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(new OpenApiDocument(Json.parse(served.body())).flaws()).isEmpty();
        String server = Json.parse(served.body()).at("/servers/0/url").asText();
        assertThat(uri.resolve(server) + "/status").isEqualTo(realm.uri() + "/phonelatch/status");
    }

    /** Or each of the answers above would be taken. */
    @Test
    void answerThatIsNotAsDocumented_isFound() {
        Reply good = signIn().requestOtp("+44");
        ObjectNode body = (ObjectNode) good.body();

        assertThat(flaws(good.status(), body)).isEmpty();
        assertThat(flaws(409, body)).isNotEmpty();
        assertThat(flaws(422, body.deepCopy().put("type", "urn:phonelatch:problem:wrong-code")))
                .isNotEmpty();
        assertThat(flaws(422, body.deepCopy().put("status", 400))).isNotEmpty();
        assertThat(flaws(422, body.deepCopy().put("retry_after", -1))).isNotEmpty();
        assertThat(flaws(422, body.deepCopy().put("provider", "x"))).isNotEmpty();
        assertThat(flaws(422, body.deepCopy().without(List.of("title")))).isNotEmpty();
    }

    private static List<String> flaws(int status, ObjectNode body) {
        Reply good = signIn().requestOtp("+44");
        return document.flaws("POST", "request-otp", new Reply(status, good.headers(), body));
    }

    private static Way way(String operation, int status, String problem, Supplier<Reply> call) {
        return new Way(new Outcome(operation, status, problem), call);
    }

    private static Way refused(String operation, int status, String problem) {
        return way(operation, status, problem, () -> call(notWelcome.get(problem), operation, "{}", JSON));
    }

    private static Reply call(PhoneApi api, String operation, String body, Map<String, String> headers) {
        return api.call(operation.endsWith("Otp") ? "POST" : "GET", PATHS.get(operation), body, headers);
    }

    private static PhoneApi signIn() {
        return realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));
    }

    private static PhoneApi locked() {
        Person student = realm.newStudent();
        App app = realm.schoolMobile();
        Tokens tokens = app.directGrant(student);
        Await.until("the lock", () -> {
            app.directGrant(new Person(student.id(), student.email(), "wrong"));
            return realm.attackDetection(student).get("disabled").asBoolean();
        });
        return realm.phoneApi(tokens);
    }

    /** Somebody asked for a code for one number, and then verified another. */
    private static Reply askedBeforeAnotherWasVerified() {
        Asked asked = Asked.byNewStudent();
        Phone owners = new Phone(provider);
        assertThat(asked.api()
                        .verifyOtp(asked.api().requestOtp(owners), owners.code())
                        .status())
                .isEqualTo(200);
        return asked.rightCode();
    }

    /** Somebody asked for a code for one number, and verified another in a session that began later. */
    private static Asked askedBeforeAnotherSessionVerified() {
        Person student = realm.newStudent();
        Asked asked = Asked.by(realm.phoneApi(realm.schoolMobile().directGrant(student)));
        Phone owners = new Phone(provider);
        PhoneApi later = realm.phoneApi(realm.schoolMobile().directGrant(student));
        assertThat(later.verifyOtp(later.requestOtp(owners), owners.code()).status())
                .isEqualTo(200);
        return asked;
    }

    /** In a realm that lets people replace a lost phone's number right after they typed their password. */
    private static Reply lostItsPhone() {
        Person student = RestLostNumberIT.student(lenient, new Phone(provider), Duration.ofHours(25));
        return lenient.phoneApi(lenient.studentPortal()
                        .open(lenient.impersonate(student))
                        .tokens())
                .requestOtp(new Phone(provider));
    }

    /** The provider refuses so late that the application has its challenge by then. */
    private static Reply afterItWasSaidToBeOnItsWay(Fault refusal) {
        Phone phone = new Phone(provider);
        provider.control().script(phone.number(), refusal.after(Duration.ofSeconds(4)), 1);
        // Where it is tried on the other channel too.
        provider.control().script(phone.number(), refusal, 1);
        PhoneApi api = signIn();
        Reply asked = api.requestOtp(phone);
        assertThat(asked.status()).isEqualTo(202);
        return Await.value(
                "an answer of the provider",
                () -> Optional.of(api.verifyOtp(asked, "123456")).filter(reply -> reply.status() != 503));
    }

    /** A code that was asked for. */
    private record Asked(PhoneApi api, Phone phone, Reply challenge) {
        static Asked byNewStudent() {
            return by(signIn());
        }

        static Asked by(PhoneApi api) {
            Phone phone = new Phone(provider);
            Reply challenge = api.requestOtp(phone);
            assertThat(challenge.status()).as(challenge.body().toString()).isEqualTo(202);
            return new Asked(api, phone, challenge);
        }

        Reply rightCode() {
            return api.verifyOtp(challenge, phone.code());
        }

        /** The answer to the last one of so many wrong codes. */
        Reply attempts(int times) {
            Reply last = challenge;
            for (int i = 0; i < times; i++) {
                last = api.verifyOtp(challenge, phone.wrongCode());
            }
            return last;
        }
    }
}
