package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Cluster;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.SteadySignIns;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Gathering;
import io.github.phonelatch.tools.simulator.SentMessage;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;

/**
 * What holds on two nodes behind a load balancer without stickiness, whatever Keycloak keeps its short-lived state in. A
 * subclass says what that is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoNodes {
    private static final int MAX_ATTEMPTS = 5;
    private static final int SENDS_PER_HOUR = 5;
    private static final int AT_ONCE = 24;
    private static final int TIMES = 4;
    private static final int LOOKS = 10;
    private static final int WARM_UP = 15;
    private static final String MESSAGE_ID = "1724907249072490724";

    private final Simulator simulator = Sent.recorded(Simulator.start(SimulatorOptions.defaults()));
    private Cluster cluster;
    private RealmAdmin realm;

    /** What Keycloak is told about where its short-lived state lives. */
    abstract KeycloakServer.Builder state(KeycloakServer.Builder node);

    @BeforeAll
    final void start() {
        cluster = Cluster.start(simulator, getClass().getSimpleName(), this::state);
        realm = newRealm(Map.of());
    }

    @AfterEach
    final void asItWas() {
        simulator.control().clearScripts();
        cluster.bothAnswer();
    }

    @AfterAll
    final void stop() {
        if (cluster != null) {
            cluster.close();
        }
        simulator.close();
    }

    final Cluster cluster() {
        return cluster;
    }

    final Simulator simulator() {
        return simulator;
    }

    final RealmAdmin realm() {
        return realm;
    }

    /** Its limits are as shipped, but for the pause; a password costs next to nothing: it is not what is tested. */
    private RealmAdmin newRealm(Map<String, String> changes) {
        return cluster.admin().newSchoolRealm(school -> {
            school.put("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)");
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0").remove("alternative-templates");
            changes.forEach(settings::put);
        });
    }

    @Test
    void codeAskedForOnOneNode_isCheckedOnTheOther_andTheFirstKnowsAtOnce() {
        for (int i = 0; i < TIMES; i++) {
            KeycloakServer first = cluster.nodes().get(i % 2);
            Phone phone = new Phone(simulator);
            cluster.only(first);
            Page codePage = realm.studentPortal().open(realm.newStudent()).number(phone.number());
            assertThat(codePage.isCodePage()).as(codePage.toString()).isTrue();

            cluster.only(cluster.other(first));
            Page end = codePage.code(phone.code());
            cluster.only(first);
            Tokens tokens = end.tokens();

            assertThat(tokens.granted()).as(tokens.body().toString()).isTrue();
            assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                    .isTrue();
            assertThat(phone.sendCalls()).isEqualTo(1);
        }
    }

    @Test
    void challengeOfOneNode_isCheckedOnTheOther_andTheFirstKnowsAtOnce() {
        for (int i = 0; i < TIMES; i++) {
            KeycloakServer first = cluster.nodes().get(i % 2);
            Phone phone = new Phone(simulator);
            cluster.only(first);
            Tokens tokens = realm.schoolMobile().directGrant(realm.newStudent());
            PhoneApi api = realm.phoneApi(tokens);
            Reply challenge = api.requestOtp(phone);
            assertThat(challenge.status()).as(challenge.body().toString()).isEqualTo(202);

            cluster.only(cluster.other(first));
            Reply verified = api.verifyOtp(challenge, phone.code());
            cluster.only(first);

            assertThat(verified.status()).as(verified.body().toString()).isEqualTo(200);
            assertThat(api.status().body().get("verified").asBoolean()).isTrue();
            assertThat(tokens.refresh().accessClaims().at("/realm_access/roles").toString())
                    .contains("student");
        }
    }

    @Test
    void wrongCodes_64OverBothNodes_onPagesAndEndpoints_fiveReachTheProvider() {
        int signIns = 8;
        int posts = 2 * signIns;
        Person student = realm.newStudent();
        Phone phone = new Phone(simulator);
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < signIns; i++) {
            pages.add(realm.studentPortal().open(student).number(phone.number()));
        }
        assertThat(pages).allMatch(Page::isCodePage);
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));
        Reply challenge = api.requestOtp(phone);
        assertThat(challenge.status()).as(challenge.body().toString()).isEqualTo(200);
        String wrong = phone.wrongCode();

        AtOnce.run(64, i -> {
            if (i < posts) {
                AttackAssertions.noCode(pages.get(i / 2).code(wrong));
            } else {
                assertThat(api.verifyOtp(challenge, wrong).status()).isIn(422, 429);
            }
            return i;
        });

        assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
        assertThat(phone.sendCalls()).isEqualTo(1);
        for (KeycloakServer node : cluster.nodes()) {
            cluster.only(node);
            Reply right = api.verifyOtp(challenge, phone.code());
            assertThat(right.problem()).as(right.body().toString()).isEqualTo("too-many-attempts");
        }
        assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
        assertThat(AttackAssertions.verifications(realm, student)).isEmpty();
    }

    @Test
    void sendsToOneNumber_byAsManyPeopleAtOnce_stopAtTheLimit() {
        Phone phone = new Phone(simulator);
        // The provider itself would send one message at a time to one number; that must not be what protects us.
        simulator
                .control()
                .script(
                        phone.number(),
                        Fault.reply(
                                200,
                                "application/json",
                                "{\"message_id\":\"" + MESSAGE_ID + "\",\"send_channel\":\"sms\"}"));
        List<PhoneApi> apis = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent())))
                .toList();

        assertPass(SENDS_PER_HOUR, i -> apis.get(i).requestOtp(phone));
    }

    @Test
    void sendsOfOnePerson_toAsManyNumbersAtOnce_stopAtTheLimit() {
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));

        assertPass(SENDS_PER_HOUR, i -> api.requestOtp(Numbers.next()));
    }

    @Test
    void sendsToOnePrefix_fromAsManyAddressesAtOnce_andFromOneAddress_stopAtTheLimits() {
        RealmAdmin limited = newRealm(Map.of("sends-per-prefix-per-hour", "5", "sends-per-address-per-hour", "7"));
        List<PhoneApi> apis = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> limited.phoneApi(limited.schoolMobile().directGrant(limited.newStudent())))
                .toList();
        String prefix = Numbers.next().substring(0, 9);

        assertPass(5, i -> requestFrom("10.1.0." + i, apis.get(i), prefix + "%04d".formatted(i)));
        assertPass(7, i -> requestFrom("10.2.0.1", apis.get(i), Numbers.next()));
    }

    /** As whoever has this address in front of the load balancer: a private one, since from others Keycloak wants HTTPS. */
    private static Reply requestFrom(String address, PhoneApi api, String number) {
        return api.call(
                "POST",
                "request-otp",
                Json.object().put("phone_number", number).toString(),
                Map.of("Content-Type", "application/json", "X-Forwarded-For", address));
    }

    /** Of as many requests for a message at once, over both nodes, exactly so many pass a limit. */
    final void assertPass(int limit, IntFunction<Reply> request) {
        int before = simulator.control().sendCalls();

        List<Reply> replies = AtOnce.run(AT_ONCE, request);

        assertThat(simulator.control().sendCalls() - before).as("messages").isEqualTo(limit);
        assertThat(replies.stream().filter(reply -> reply.status() == 202))
                .as("told that a message was sent")
                .hasSize(limit);
        assertThat(replies.stream().filter(reply -> reply.status() != 202))
                .extracting(Reply::problem)
                .containsOnly("rate-limited");
    }

    @Test
    void oneClick_onBothNodesAtOnce_sendsOneMessage() {
        for (int i = 0; i < TIMES; i++) {
            Phone typed = new Phone(simulator);
            Page numberPage = realm.studentPortal().open(realm.newStudent());
            List<Page> pages = AtOnce.run(2, node -> numberPage.number(typed.number()));
            assertThat(typed.sendCalls()).isEqualTo(1);
            assertThat(pages).as(pages.toString()).anyMatch(Page::isCodePage);

            Phone called = new Phone(simulator);
            PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));
            List<Reply> replies = AtOnce.run(2, node -> api.requestOtp(called));
            assertThat(called.sendCalls()).isEqualTo(1);
            assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 202);
        }
    }

    /** The one success is ours to decide: the provider says yes as often as it is asked. */
    @Test
    void rightCode_onBothNodesAtOnce_countsOnce() {
        for (int i = 0; i < TIMES; i++) {
            Phone phone = new Phone(simulator);
            Person student = realm.newStudent();
            PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));
            Reply challenge = api.requestOtp(phone);
            Page codePage = realm.studentPortal().open(student).number(phone.number());
            assertThat(codePage.isCodePage()).as(codePage.toString()).isTrue();
            SentMessage message = phone.messages().get(0);
            // Less than a check waits for its answer.
            Gathering two = Gathering.of(2, Duration.ofSeconds(2));
            simulator
                    .control()
                    .scriptVerify(Fault.reply(
                                    200,
                                    "application/json",
                                    "{\"message_id\":\"" + message.id() + "\",\"verify_code\":\"" + message.code()
                                            + "\",\"verified\":true}")
                            .heldFor(two));

            AtOnce.run(
                    4,
                    way -> way == 0
                            ? codePage.code(message.code()).status()
                            : api.verifyOtp(challenge, message.code()).status());

            assertThat(two.isComplete())
                    .as("two checks waited for their yes at once; " + phone.verifyCalls() + " came in all")
                    .isTrue();
            assertThat(AttackAssertions.verifications(realm, student)).hasSize(1);
            assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
            simulator.control().clearScripts();
        }
    }

    @Test
    void nodeKilledBetweenSendAndVerify_theOtherChecksTheCode() {
        KeycloakServer killed = cluster.nodes().get(0);
        cluster.only(killed);
        Phone typed = new Phone(simulator);
        Page codePage = realm.studentPortal().open(realm.newStudent()).number(typed.number());
        Phone called = new Phone(simulator);
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));
        Reply challenge = api.requestOtp(called);

        killed.kill();
        cluster.bothAnswer();
        try {
            assertThat(codePage.code(typed.code()).tokens().granted()).isTrue();
            Reply verified = api.verifyOtp(challenge, called.code());
            assertThat(verified.status()).as(verified.body().toString()).isEqualTo(200);
            assertThat(typed.sendCalls()).isEqualTo(1);
        } finally {
            killed.startAgain();
        }
    }

    @Test
    void rollingRestart_under3SignInsASecond_failsNoneThatDoesNotFailWithout(TestReporter reporter) {
        App portal = realm.studentPortal();
        SteadySignIns signIns = new SteadySignIns(realm::newStudent, () -> new Phone(simulator), portal);

        SteadySignIns.Counted quiet = signIns.first(45);
        SteadySignIns.Counted restarting =
                signIns.during(() -> cluster.restartOneByOne(() -> signIns.awaitMore(WARM_UP)));

        reporter.publishEntry(Map.of("without a restart", quiet.toString(), "with", restarting.toString()));
        assertThat(restarting.all()).isGreaterThan(30);
        assertThat(restarting.failures())
                .as("%s; without a restart %s", restarting, quiet)
                .hasSizeLessThanOrEqualTo(quiet.failures().size());
    }

    /** How many of the database's connections are held throughout by so many requests that all wait for the provider. */
    final long connectionsHeldWhileWaiting(int requests) {
        List<PhoneApi> apis = IntStream.range(0, requests)
                .mapToObj(i -> realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent())))
                .toList();
        List<Phone> phones =
                IntStream.range(0, requests).mapToObj(i -> new Phone(simulator)).toList();
        phones.forEach(phone -> simulator.control().script(phone.number(), Fault.delay(Duration.ofMillis(2500))));

        CompletableFuture<List<Reply>> replies = CompletableFuture.supplyAsync(
                () -> AtOnce.run(requests, i -> apis.get(i).requestOtp(phones.get(i))));
        Await.until("all at the provider", () -> phones.stream().allMatch(phone -> phone.sendCalls() == 1));
        long fewest = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS && !replies.isDone(); look++) {
            fewest = Math.min(fewest, connectionsInATransaction());
        }
        assertThat(replies.isDone()).as("they still waited").isFalse();
        assertThat(replies.join()).extracting(Reply::status).containsOnly(202);
        return fewest;
    }

    private long connectionsInATransaction() {
        try (Connection connection = cluster.postgres().connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(*) from pg_stat_activity where state = 'idle in transaction'")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
