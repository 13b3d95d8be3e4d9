package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that draws its own screens: signs in, asks for a code, checks it. */
@ExtendWith(SharedServer.class)
class RestIT {
    private static RealmAdmin realm;

    private Person student;
    private Tokens tokens;
    private PhoneApi api;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
    }

    @BeforeEach
    void signedIn() {
        student = realm.newStudent();
        tokens = realm.schoolMobile().directGrant(student);
        api = realm.phoneApi(tokens);
    }

    @Test
    void number_isVerifiedWithTwoCalls(Phone phone) {
        assertThat(api.status().body())
                .isEqualTo(json("{'phone_number_masked':null,'verified':false,'verified_at':null}"));

        Reply asked = api.requestOtp(phone);

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(asked.contentType()).startsWith("application/json");
        assertThat(asked.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(asked.text("phone_number_masked"))
                .endsWith(phone.number().substring(11))
                .contains("••••");
        assertThat(asked.text("channel")).isEqualTo("sms");
        assertThat(asked.body().get("channels").findValuesAsText("channel")).containsExactly("sms", "voice");
        assertThat(asked.body().get("channels").get(0).get("available_in").asInt())
                .isBetween(290, 303);
        assertThat(asked.body().get("channels").get(1).get("available_in").asInt())
                .isBetween(0, 30);
        assertThat(asked.body().get("code_length").asInt()).isEqualTo(6);
        assertThat(asked.text("code_type")).isEqualTo("digits");
        assertThat(asked.body().get("expires_in").asInt()).isBetween(290, 300);
        assertThat(asked.body().get("resend_in").asInt()).isBetween(290, 303);
        assertThat(phone.messages()).hasSize(1);
        assertThat(realm.attribute(student, "phoneNumber")).isEmpty();

        Reply verified = api.verifyOtp(asked, phone.code());

        assertThat(verified.status()).as(verified.body().toString()).isEqualTo(200);
        assertThat(verified.body().get("verified").asBoolean()).isTrue();
        assertThat(verified.text("phone_number")).isEqualTo(phone.number());
        assertThat(Instant.parse(verified.text("verified_at"))).isBeforeOrEqualTo(Instant.now());
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(phone.number());
        Reply status = api.status();
        assertThat(status.body().get("verified").asBoolean()).isTrue();
        assertThat(status.text("verified_at")).isEqualTo(verified.text("verified_at"));
        assertThat(tokens.refresh().accessClaims().at("/realm_access/roles").toString())
                .contains("student");
    }

    @Test
    void askingAgain_isAnsweredWithTheSameChallenge_andSendsNothing(Phone phone) {
        Reply first = api.requestOtp(phone);

        Reply second = api.requestOtp(phone);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("challenge_id")).isEqualTo(first.text("challenge_id"));
        assertThat(phone.messages()).hasSize(1);
        assertThat(api.verifyOtp(first, phone.code()).status()).isEqualTo(200);
    }

    @Test
    void numberOnTheAccount_needNotBeTyped(Phone phone) {
        realm.setAttribute(student, "phoneNumber", phone.number());

        Reply asked = api.post("request-otp", Map.of());

        assertThat(asked.status()).isEqualTo(202);
        assertThat(api.verifyOtp(asked, phone.code()).status()).isEqualTo(200);
    }

    @Test
    void numberInNationalNotation_isReadWithTheRealmsCountry(Phone phone) {
        Reply asked = api.requestOtp("0" + phone.number().substring(3));

        assertThat(asked.status()).isEqualTo(202);
        assertThat(phone.messages()).hasSize(1);
    }

    @Test
    void channel_isAskedForByItsName(Phone phone) {
        api.requestOtp(phone);

        Reply asked = api.post("request-otp", Map.of("phone_number", phone.number(), "channel", "voice"));

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(asked.text("channel")).isEqualTo("voice");
        assertThat(phone.messages()).hasSize(2);
    }

    @Test
    void wrongCode_leavesFourMore(Phone phone) {
        Reply asked = api.requestOtp(phone);

        Reply wrong = api.verifyOtp(asked, phone.wrongCode());

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.problem()).isEqualTo("wrong-code");
        assertThat(wrong.body().get("attempts_left").asInt()).isEqualTo(4);
        assertThat(wrong.contentType()).startsWith("application/problem+json");
        assertThat(api.verifyOtp(asked, phone.code()).status()).isEqualTo(200);
    }

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
