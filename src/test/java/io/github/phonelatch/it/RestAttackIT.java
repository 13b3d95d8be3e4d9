package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an attacker tries at the endpoints, alone or together with the pages. */
@ExtendWith(SharedServer.class)
class RestAttackIT {
    private static final int MAX_ATTEMPTS = 5;

    private static RealmAdmin realm;

    private Person student;
    private PhoneApi api;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0");
            settings.put("api-clients", "school-mobile##second-app");
            ObjectNode second = null;
            for (var client : school.get("clients")) {
                if (client.get("clientId").asText().equals("school-mobile")) {
                    second = client.deepCopy();
                }
            }
            second.put("clientId", "second-app");
            school.withArray("clients").add(second);
        });
    }

    @BeforeEach
    void signedIn() {
        student = realm.newStudent();
        api = signIn(student);
    }

    private static PhoneApi signIn(Person person) {
        return realm.phoneApi(granted(realm.schoolMobile(), person));
    }

    /** Keycloak's protection refuses a password check beside another one that is not quite over. */
    private static Tokens granted(App app, Person person) {
        return Await.value(
                "a sign-in", () -> Optional.of(app.directGrant(person)).filter(Tokens::granted));
    }

    @Test
    void wrongCodes_64AtOnce_overFourSessions_fiveReachTheProvider_andThenTheRightCodeIsRefused(Phone phone) {
        List<PhoneApi> sessions = List.of(api, signIn(student), signIn(student), signIn(student));
        List<Reply> challenges =
                sessions.stream().map(session -> session.requestOtp(phone)).toList();
        String wrong = phone.wrongCode();

        List<Reply> replies = AtOnce.run(64, i -> sessions.get(i % 4).verifyOtp(challenges.get(i % 4), wrong));

        assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
        assertThat(replies)
                .extracting(Reply::problem)
                .containsOnly("wrong-code", "too-many-attempts")
                .filteredOn("wrong-code"::equals)
                .hasSize(MAX_ATTEMPTS - 1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 429)
                .allSatisfy(reply -> assertThat(reply.retryAfter())
                        .isPositive()
                        .isEqualTo(reply.body().get("retry_after").asLong()));
        assertThat(api.verifyOtp(challenges.get(0), phone.code()).problem()).isEqualTo("too-many-attempts");
        assertThat(phone.sendCalls()).isEqualTo(1);
        AttackAssertions.none(realm, student);
    }

    @Test
    void pagesAndEndpoints_shareTheAttemptsOnACode(Phone phone) {
        Reply asked = api.requestOtp(phone);
        Page page =
                realm.studentPortal().open(new HttpBrowser()).password(student).number(phone.number());
        assertThat(phone.sendCalls()).isEqualTo(1);
        String wrong = phone.wrongCode();

        page = page.code(wrong).code(wrong).code(wrong);
        assertThat(api.verifyOtp(asked, wrong).body().get("attempts_left").asInt())
                .isEqualTo(1);
        assertThat(api.verifyOtp(asked, wrong).problem()).isEqualTo("too-many-attempts");

        AttackAssertions.noCode(page.code(phone.code()));
        assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
        AttackAssertions.none(realm, student);
    }

    @Test
    void rightCode_32AtOnce_isRightOnce(Phone phone) {
        Reply asked = api.requestOtp(phone);
        String right = phone.code();

        List<Reply> replies = AtOnce.run(32, i -> api.verifyOtp(asked, right));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies).allMatch(reply -> reply.status() < 500);
        assertThat(AttackAssertions.verifications(realm, student)).hasSize(1);
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
    }

    @Test
    void request_32AtOnce_sendsOneMessage_forOneChallenge(Phone phone) {
        List<Reply> replies = AtOnce.run(32, i -> api.requestOtp(phone));

        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 202).hasSize(1);
        assertThat(replies).allMatch(reply -> reply.status() == 200 || reply.status() == 202);
        assertThat(replies.stream().map(reply -> reply.text("challenge_id")).distinct())
                .hasSize(1);
    }

    @Test
    void usedCode_isRefused(Phone phone) {
        Reply asked = api.requestOtp(phone);
        String code = phone.code();
        assertThat(api.verifyOtp(asked, code).status()).isEqualTo(200);

        assertThat(api.verifyOtp(asked, code).problem()).isIn("unknown-challenge", "code-expired");
    }

    @Test
    void challengeOfAnotherPersonSessionOrApplication_isUnknown(Phone phone) {
        Reply asked = api.requestOtp(phone);
        String code = phone.code();
        Person anonymous = realm.newStudent();
        App secondApp = realm.app("second-app");

        for (PhoneApi other :
                List.of(signIn(anonymous), signIn(student), realm.phoneApi(granted(secondApp, student)))) {
            assertThat(other.verifyOtp(asked, code).problem()).isEqualTo("unknown-challenge");
        }

        assertThat(phone.verifyCalls()).isZero();
        AttackAssertions.none(realm, anonymous);
        assertThat(api.verifyOtp(asked, code).status()).isEqualTo(200);
    }

    @Test
    void codeOfOneNumber_doesNotVerifyAnother(Phone mine, Phone victims) {
        Reply own = api.requestOtp(mine);
        Reply foreign = api.requestOtp(victims);

        assertThat(api.verifyOtp(foreign, mine.code()).problem()).isEqualTo("wrong-code");
        assertThat(api.verifyOtp(own, mine.code()).text("phone_number")).isEqualTo(mine.number());
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(mine.number());
    }

    @Test
    void challengeOfThePage_isNoneOfTheEndpoints(Phone phone) {
        realm.studentPortal().open(new HttpBrowser()).password(student).number(phone.number());

        // The page keeps its id on the server; whatever is guessed is unknown.
        assertThat(api.verifyOtp("x", phone.code()).problem()).isEqualTo("unknown-challenge");
        // Asked for here, the same message gets a challenge of its own.
        Reply asked = api.requestOtp(phone);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(api.verifyOtp(asked, phone.code()).status()).isEqualTo(200);
    }

    @Test
    void anonymousWhoTypesANumber_takesNothingFromItsOwner(Phone phone) {
        Person owner = realm.newVerifiedStudent(phone);
        Reply issued = api.requestOtp(phone);
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            api.verifyOtp(issued, phone.wrongCode());
        }

        PhoneApi owners = signIn(owner);
        assertThat(owners.status().body().get("verified").asBoolean()).isTrue();
        Reply own = owners.requestOtp(phone);

        // The provider itself sends no second code for the number meanwhile, by no way of ours.
        assertThat(own.problem()).isIn("", "rate-limited");
        AttackAssertions.none(realm, student);
    }

    @Test
    void sendsPerHour_countOverSessionsPagesAndEndpoints(Admin admin, Simulator simulator) {
        RealmAdmin own = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0");
            settings.put("sends-per-hour", "3");
        });
        Person person = own.newStudent();
        Tokens tokens = own.schoolMobile().directGrant(person);
        PhoneApi first = own.phoneApi(tokens);
        assertThat(first.requestOtp(new Phone(simulator)).status()).isEqualTo(202);
        assertThat(own.phoneApi(granted(own.schoolMobile(), person))
                        .requestOtp(new Phone(simulator))
                        .status())
                .isEqualTo(202);
        own.studentPortal().open(new HttpBrowser()).password(person).number(new Phone(simulator).number());
        Phone fourth = new Phone(simulator);

        Reply refused = first.requestOtp(fourth);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.problem()).isEqualTo("rate-limited");
        assertThat(refused.retryAfter()).isBetween(3000L, 3600L);
        assertThat(fourth.sendCalls()).isZero();
    }

    @Test
    void forgedFields_changeNothing(Phone phone) {
        Person victim = realm.newStudent();
        Reply asked = api.requestOtp(phone);
        for (String field : List.of("user_id", "sub", "verified", "phone_number", "purpose", "standing")) {
            Reply reply = api.post(
                    "verify-otp",
                    Map.of("challenge_id", asked.text("challenge_id"), "code", phone.code(), field, victim.id()));
            assertThat(reply.problem()).as(field).isEqualTo("invalid-request");
        }
        assertThat(phone.verifyCalls()).isZero();
        AttackAssertions.none(realm, victim);
    }

    /** The realm's events say what happened, and nothing that is secret. */
    @Test
    void events_tellTheAdmin_withoutNumberOrCode(Phone phone) {
        Reply asked = api.requestOtp(phone);
        api.verifyOtp(asked, phone.wrongCode());
        api.verifyOtp(asked, phone.code());

        List<JsonNode> events = realm.events(student);
        assertThat(events)
                .extracting(event -> event.at("/details/phonelatch_outcome").asText())
                .contains("code_sent", "refused", "verified");
        assertThat(events.toString()).doesNotContain(phone.number(), phone.code(), asked.text("challenge_id"));
        assertThat(AttackAssertions.refusals(realm, student)).containsExactly("wrong_code");
        assertThat(Json.of(events.stream()
                                .filter(event -> event.at("/details/phonelatch_outcome")
                                        .asText()
                                        .equals("verified"))
                                .toList())
                        .findValuesAsText("clientId"))
                .containsExactly("school-mobile");
    }
}
