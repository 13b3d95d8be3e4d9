package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Number, code, verified: what a person meets who signs in, without script. */
@ExtendWith(SharedServer.class)
class VerifyPhoneIT {
    /** The school, where the next message need not wait. */
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
    }

    @Test
    void rightCode_verifiesTheNumber_andTheNextSignInAsksNothing(Phone phone) {
        Person student = realm.newStudent();

        Page number = realm.studentPortal().open(student);
        assertThat(number.isNumberPage()).isTrue();
        assertThat(phone.sendCalls()).isZero();
        Page code = number.number(phone.number());
        assertThat(code.isCodePage()).isTrue();
        Tokens tokens = code.code(phone.code()).tokens();

        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(phone.number());
        assertThat(realm.attribute(student, "phoneNumberVerified")).isEqualTo("true");
        assertThat(Instant.parse(realm.attribute(student, "phoneNumberVerifiedAt")))
                .isBetween(Instant.now().minusSeconds(120), Instant.now());
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL))
                .singleElement()
                .satisfies(credential -> assertThat(credential.get("userLabel").asText())
                        .endsWith(phone.number().substring(11))
                        .doesNotContain(phone.number().substring(5)));
        assertThat(realm.studentPortal().open(student).isCallback()).isTrue();
        assertThat(phone.messages()).hasSize(1);
    }

    @Test
    void wrongCode_threeTimes_thenTheRightOne(Phone phone) {
        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());

        for (int left : List.of(4, 3, 2)) {
            page = page.code(phone.wrongCode());
            assertThat(page.element("#phonelatch-code-error").text()).contains("You have " + left + " attempts left");
            assertThat(page.element("#code").attr("aria-invalid")).isEqualTo("true");
        }

        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.verifyCalls()).isEqualTo(4);
        assertThat(phone.messages()).hasSize(1);
    }

    @Test
    void wrongCode_untilNoAttemptIsLeft_endsTheCode(Phone phone) {
        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());
        for (int i = 0; i < 5; i++) {
            page = page.code(phone.wrongCode());
        }
        assertThat(page.element("#phonelatch-code-error").text()).contains("no longer works");

        page = page.code(phone.code());

        assertThat(page.element("#phonelatch-code-error").text()).contains("no longer works");
        assertThat(phone.verifyCalls()).isEqualTo(5);
    }

    /** {@code D} stands for the digits of the code. */
    @ParameterizedTest
    @ValueSource(strings = {"DDD DDD", "DDD-DDD", " DD DD\u00A0DD ", "DDD\u2013DDD", "\u200FDDDDDD\u200E"})
    void rightCode_withWhatPastingAdds_isRight(String pattern, Phone phone) {
        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());

        assertThat(page.code(typed(pattern, phone.code(), '0')).tokens().granted())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(chars = {'\u0660', '\u06F0', '\u0966', '\uFF10'})
    void rightCode_inTheDigitsOfAnotherScript_isRight(char zero, Phone phone) {
        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());

        assertThat(page.code(typed("DDD DDD", phone.code(), zero)).tokens().granted())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'',         Enter the code",
        "' - ',      Enter the code",
        "12345,      too short",
        "1234567,    too long",
        "12345a,     digits only",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890, too long"
    })
    void impossibleCode_costsNoAttemptAndNoCall(String code, String told, Phone phone) {
        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());

        for (int i = 0; i < 6; i++) {
            page = page.code(code);
            assertThat(page.element("#phonelatch-code-error").text()).contains(told);
        }

        assertThat(phone.verifyCalls()).isZero();
        page = page.code(phone.wrongCode());
        assertThat(page.text()).contains("You have 4 attempts left");
        assertThat(page.code(phone.code()).isCallback()).isTrue();
    }

    @Test
    void expiredCode_isTold_andANewOneWorks(Simulator simulator, Phone phone) {
        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());
        String old = phone.code();
        simulator.control().advance(Duration.ofSeconds(301));

        page = page.code(old);
        assertThat(page.element("#phonelatch-code-error").text()).contains("expired");
        page = page.press("resend");

        assertThat(page.isCodePage()).isTrue();
        assertThat(phone.messages()).hasSize(2);
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void anotherNumber_isAskedForBeforeTheCode(Simulator simulator) {
        Person student = realm.newStudent();
        Phone mistyped = new Phone(simulator);
        Phone own = new Phone(simulator);

        Page page = realm.studentPortal().open(student).number(mistyped.number());
        String codeOfTheOther = mistyped.code();
        page = page.press("change");
        assertThat(page.isNumberPage()).isTrue();
        page = page.number(own.number());

        page = page.code(codeOfTheOther);
        assertThat(page.text()).contains("4 attempts left");
        assertThat(page.code(own.code()).tokens().granted()).isTrue();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(own.number());
    }

    @Test
    void numberOnTheAccount_isOffered_andAcceptedWithoutTyping(Phone phone) {
        Person student = realm.newStudentWithNumber(nationalNotation(phone));

        Page page = realm.studentPortal().open(student);
        assertThat(page.has("input[name=phone_number]")).isFalse();
        String ends = phone.number().substring(phone.number().length() - 2);
        assertThat(page.element("#phonelatch-known").text()).contains("+44 •").endsWith("•" + ends + ".");
        assertThat(phone.sendCalls()).isZero();
        page = page.form("phonelatch-number-form").press("send");
        assertThat(page.isCodePage()).isTrue();
        assertThat(page.text().replace(" ", ""))
                .as("whoever has only the password is not told the number")
                .doesNotContain(phone.number().substring(3));

        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(phone.number());
    }

    @Test
    void numberOnTheAccount_canBeReplacedByATypedOne(Simulator simulator) {
        Phone lost = new Phone(simulator);
        Phone own = new Phone(simulator);
        Person student = realm.newStudentWithNumber(lost.number());

        Page page = realm.studentPortal()
                .open(student)
                .form("phonelatch-number-form")
                .press("change")
                .number(own.number());

        assertThat(page.code(own.code()).tokens().granted()).isTrue();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(own.number());
        assertThat(lost.sendCalls()).isZero();
    }

    @Test
    void adminAsksAVerifiedPersonAgain_onceIsEnough(Simulator simulator) {
        Person student = realm.newStudent();
        Phone phone = new Phone(simulator);
        realm.studentPortal().open(student).number(phone.number()).code(phone.code());
        simulator.control().advance(Duration.ofSeconds(301));

        realm.updateUser(student, user -> user.putArray("requiredActions").add(RealmAdmin.PHONE_ACTION));
        Page page = realm.studentPortal().open(student);
        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        page = page.askCurrent();
        assertThat(page.code(phone.code(2)).tokens().granted()).isTrue();

        assertThat(realm.user(student).get("requiredActions")).isEmpty();
        assertThat(realm.studentPortal().open(student).isCallback()).isTrue();
    }

    @Test
    void exemptByARoleOfAGroup_isNotAsked() {
        realm.post("groups", Json.object().put("name", "borrowed-tablets"));
        JsonNode group = realm.get("groups?search=borrowed-tablets").get(0);
        realm.post(
                "groups/" + group.get("id").asText() + "/role-mappings/realm",
                List.of(realm.get("roles/phone-exempt")));
        Person pupil = realm.newPerson(user -> user.putArray("groups").add("/borrowed-tablets"));

        assertThat(realm.studentPortal().open(pupil).tokens().refresh().granted())
                .isTrue();
    }

    @Test
    void requiredOfNobody_onlyThoseWithTheActionAreAsked(Admin admin, Phone phone) {
        RealmAdmin lenient =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("require-for-all", "false"));
        Person free = lenient.newStudent();
        Person asked =
                lenient.newPerson(user -> user.putArray("requiredActions").add(RealmAdmin.PHONE_ACTION));

        assertThat(lenient.studentPortal().open(free).tokens().granted()).isTrue();
        Page page = lenient.studentPortal().open(asked);
        assertThat(page.isNumberPage()).isTrue();
        assertThat(page.number(phone.number()).code(phone.code()).tokens().granted())
                .isTrue();
    }

    @Test
    void pageInArabic_isWholeAndRightToLeft(Phone phone) {
        Person student = realm.newStudent();

        Page page = realm.studentPortal()
                .open(new HttpBrowser("ar"), Map.of("ui_locales", "ar"))
                .password(student)
                .number(phone.number())
                .code(phone.wrongCode());

        assertThat(page.element("html").attr("dir")).isEqualTo("rtl");
        assertThat(page.body()).doesNotContainPattern("phonelatch[A-Z]");
        assertThat(page.element("#phonelatch-code-error").text()).matches(".*\\p{InArabic}.*");
        assertThat(phone.messages().get(0).language()).isEqualTo("default");
    }

    private static String typed(String pattern, String code, char zero) {
        StringBuilder typed = new StringBuilder();
        int next = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            typed.append(c == 'D' ? (char) (code.charAt(next++) - '0' + zero) : c);
        }
        return typed.toString();
    }

    private static String nationalNotation(Phone phone) {
        String national = phone.number().substring(3);
        return "0" + national.substring(0, 4) + " " + national.substring(4);
    }
}
