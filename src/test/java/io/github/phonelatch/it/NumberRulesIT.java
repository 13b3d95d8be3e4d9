package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which numbers get a message, and by which template. */
@ExtendWith(SharedServer.class)
class NumberRulesIT {
    private static final AtomicInteger LANDLINES =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1000));

    private static RealmAdmin realm;
    private static RealmAdmin oneWay;

    @BeforeAll
    static void realms(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        oneWay = admin.newSchoolRealm(
                school -> Admin.phoneSettings(school).put("cooldown", "0").put("alternative-templates", ""));
    }

    @Test
    void anotherChannel_isAMessageOfTheOtherTemplate(Phone phone) {
        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());
        assertThat(page.text()).contains("We sent a text message");
        String first = phone.code();

        page = page.byChannel("voice");

        assertThat(page.text()).contains("We are calling");
        assertThat(phone.messages()).extracting("templateId").containsExactly("login-otp", "login-voice");
        page = page.code(first);
        assertThat(page.text()).contains("4 attempts left");
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void anotherChannel_andBack_joinsTheFirstMessage(Phone phone) {
        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());
        String first = phone.code();

        page = page.byChannel("voice").byChannel("sms");

        assertThat(page.text()).contains("We sent a text message");
        assertThat(phone.messages()).hasSize(2);
        assertThat(page.code(first).tokens().granted()).isTrue();
    }

    @Test
    void anotherChannel_isNotOfferedWhereThereIsNone(Phone phone) {
        Page page = oneWay.studentPortal().open(oneWay.newStudent()).number(phone.number());

        assertThat(page.form("phonelatch-code-form").offersChannel("voice")).isFalse();
        assertThat(page.form("phonelatch-code-form")
                        .forged("channel", "voice")
                        .submit()
                        .has("#phonelatch-code-form, #phonelatch-number-form"))
                .isTrue();
        assertThat(phone.messages()).hasSize(1);
    }

    @Test
    void landline_isCalled(Simulator simulator) {
        Phone landline = new Phone(simulator, landline());

        Page page = realm.studentPortal().open(realm.newStudent()).number(landline.number());

        assertThat(page.text()).contains("We are calling");
        assertThat(page.form("phonelatch-code-form").offersChannel("voice")).isFalse();
        assertThat(landline.messages()).extracting("templateId").containsExactly("login-voice");
        assertThat(page.code(landline.code()).tokens().granted()).isTrue();
    }

    @Test
    void landline_withoutATemplateThatCalls_isRefusedWithThatReason(Simulator simulator) {
        Phone landline = new Phone(simulator, landline());

        Page page = oneWay.studentPortal().open(oneWay.newStudent()).number(landline.number());

        assertRefused(page, landline, "Landline numbers cannot be used here");
    }

    /** Outside the countries of the school; a premium and a freephone number; and what is no number at all. */
    @ParameterizedTest
    @CsvSource({
        "+12015550123, Numbers from United States cannot be used here",
        "07797 712345, Numbers from Jersey cannot be used here",
        "07400-CALLME, This is not a valid phone number",
        "+449098790123, Numbers of this kind cannot be used here",
        "+448081570000, Numbers of this kind cannot be used here",
        "+44740012, This is not a valid phone number",
        "not a number, This is not a valid phone number",
        "student@school.example, This is not a valid phone number",
        "' ', Enter your phone number"
    })
    void refusedNumber_isTold_staysInTheField_andIsAskedOfNobody(String typed, String told, Simulator simulator) {
        int calls = simulator.control().sendCalls();

        Page page = realm.studentPortal().open(realm.newStudent()).number(typed);

        assertThat(page.element("#phonelatch-phone_number-error").text()).contains(told);
        assertThat(page.element("#phone_number").attr("aria-invalid")).isEqualTo("true");
        assertThat(page.element("#phone_number").val()).isEqualTo(typed.trim());
        assertThat(simulator.control().sendCalls()).isEqualTo(calls);
    }

    @Test
    void nationalNotation_isReadWithTheChosenCountry(Simulator simulator) {
        Phone austrian = new Phone(
                simulator, "+43664%07d".formatted(ThreadLocalRandom.current().nextInt(10_000_000)));

        Page page = realm.studentPortal()
                .open(realm.newStudent())
                .form("phonelatch-number-form")
                .with("phone_country", "AT")
                .with("phone_number", "0" + austrian.number().substring(3))
                .press("send");

        assertThat(page.code(austrian.code())
                        .tokens()
                        .idClaims()
                        .get("phone_number")
                        .asText())
                .isEqualTo(austrian.number());
    }

    /** Whoever chose the wrong country is told which one it is, and one click takes it. */
    @Test
    void numberOfAnotherAllowedCountry_isSentTo_onceThatCountryIsConfirmed(Simulator simulator) {
        Phone german = german(simulator);
        String typed = "0" + german.number().substring(3);

        Page page = realm.studentPortal().open(realm.newStudent()).number(typed);

        assertThat(page.element("#phonelatch-phone_country-error").text()).isEqualTo("Is this a number of Germany?");
        assertThat(page.element("#phone_country option[selected]").val()).isEqualTo("GB");
        assertThat(page.element("#phone_number").val()).isEqualTo(typed);
        assertThat(german.sendCalls()).as("nothing is sent before that").isZero();

        page = page.form("phonelatch-number-form")
                .forgedToo(
                        "phone_country",
                        page.element("button[name=phone_country]").val())
                .submit();

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(page.code(german.code())
                        .tokens()
                        .idClaims()
                        .get("phone_number")
                        .asText())
                .isEqualTo(german.number());
    }

    @Test
    void numberOfAnotherCountry_thatWasASlip_isCorrectedWithTheChosenOne(Simulator simulator, Phone phone) {
        Phone german = german(simulator);
        Page page = realm.studentPortal()
                .open(realm.newStudent())
                .number("0" + german.number().substring(3));

        page = page.number("0" + phone.number().substring(3));

        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
        assertThat(german.sendCalls()).isZero();
    }

    @Test
    void realmWithOneCountry_readsEveryNumberWithIt(Admin admin, Simulator simulator) {
        RealmAdmin german = admin.newSchoolRealm(school ->
                Admin.phoneSettings(school).put("allowed-countries", "DE").put("default-country", ""));
        Phone phone = german(simulator);
        String typed = "0" + phone.number().substring(3);

        Page page = german.studentPortal().open(german.newStudent());
        assertThat(page.document().select("#phone_country option").eachAttr("value"))
                .containsExactly("DE");
        page = page.number(typed);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();

        Page registration = german.studentPortal().register(new HttpBrowser());
        assertThat(registration.element("#phone_country option[selected]").val())
                .isEqualTo("DE");

        PhoneApi api = german.phoneApi(german.schoolMobile().directGrant(german.newStudent()));
        Reply asked = api.post(
                "request-otp",
                Map.of("phone_number", "0" + german(simulator).number().substring(3)));
        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(asked.text("phone_number_masked")).startsWith("+49");
    }

    @Test
    void numberWithoutACountry_saysThatOneHasToBeChosen(Admin admin, Phone phone) {
        RealmAdmin open = admin.newSchoolRealm(school ->
                Admin.phoneSettings(school).put("allowed-countries", "DE##GB").put("default-country", ""));
        String national = "0" + phone.number().substring(3);
        Page page = open.studentPortal().open(open.newStudent());
        assertThat(page.form("phonelatch-number-form").value("phone_country")).isEmpty();

        page = page.number(national);

        assertThat(page.element("#phonelatch-phone_country-error").text()).isEqualTo("Choose a country.");
        assertThat(page.has("#phonelatch-phone_number-error")).isFalse();
        assertThat(page.element("#phone_number").val()).isEqualTo(national);
        page = page.form("phonelatch-number-form").with("phone_country", "GB").press("send");
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void codeAlreadyOut_goesOnWithTheOtherTemplateInTheSameClick(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 3004, "a message is still valid"), 1);

        Page page = realm.studentPortal().open(realm.newStudent()).number(phone.number());

        assertThat(page.text()).contains("We are calling");
        assertThat(phone.sendCalls()).isEqualTo(2);
        assertThat(phone.messages()).extracting("templateId").containsExactly("login-voice");
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void codeAlreadyOut_withoutAnotherChannel_isTold(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 3004, "a message is still valid"), 1);

        Page page = oneWay.studentPortal().open(oneWay.newStudent()).number(phone.number());

        assertThat(page.text()).contains("A code was sent to this number a short while ago");
        assertThat(phone.messages()).isEmpty();
    }

    /** Numbers whose outcome the simulator fixes. */
    @ParameterizedTest
    @CsvSource({
        "+447400100001, This is not a valid phone number",
        "+447400100002, This number cannot be reached",
        "+447400100011, No code can be sent to this number",
        "+447400100012, No code can be sent to this number",
        "+447400100018, This number cannot be reached"
    })
    void numberRefusedByTheProvider_isTold_andAnotherOneWorks(String number, String told, Simulator simulator) {
        Phone own = new Phone(simulator);

        Page page = realm.studentPortal().open(realm.newStudent()).number(number);

        assertThat(page.element("#phonelatch-phone_number-error").text()).contains(told);
        assertThat(page.number(own.number()).code(own.code()).tokens().granted())
                .isTrue();
    }

    private static Phone german(Simulator simulator) {
        return new Phone(
                simulator, "+491511%07d".formatted(ThreadLocalRandom.current().nextInt(10_000_000)));
    }

    private static void assertRefused(Page page, Phone phone, String told) {
        assertThat(page.element("#phonelatch-phone_number-error").text()).contains(told);
        assertThat(phone.sendCalls()).isZero();
    }

    /** Another one each time, of a range that is set aside for drama, so nobody's. */
    private static String landline() {
        return "+442079460%03d".formatted(LANDLINES.getAndIncrement() % 1000);
    }
}
