package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Posting to the action's address what no page of ours would post. */
@ExtendWith(SharedServer.class)
class ForgedFormAttackIT {
    private static final String LONG = "9".repeat(100_000);

    /** What comes instead of an honest form, on whichever page. None of it is worth a message or a try. */
    private static final Map<String, UnaryOperator<Form>> FORGERIES = Map.ofEntries(
            Map.entry("nothing", Form::emptied),
            Map.entry("unknown action", form -> form.forged("action", "succeed")),
            Map.entry("action of another case", form -> form.forged("action", "VERIFY")),
            Map.entry("no action, but a code", form -> form.emptied().forged("code", "123456")),
            Map.entry("verify without a code", form -> form.emptied().forged("action", "verify")),
            Map.entry(
                    "verify with an empty code",
                    form -> form.forged("action", "verify").forged("code", "")),
            Map.entry("100 kB code", form -> form.forged("action", "verify").forged("code", LONG)),
            Map.entry("100 kB number", form -> form.forged("action", "send").forged("phone_number", LONG)),
            Map.entry(
                    "100 kB country",
                    form -> form.forged("action", "send")
                            .forged("phone_country", LONG)
                            .forged("phone_number", "07400123456")),
            Map.entry("100 kB action", form -> form.forged("action", LONG)),
            Map.entry("100 kB of a field nobody knows", form -> form.forged("challenge_id", LONG)),
            Map.entry(
                    "e-mail address",
                    form -> form.forged("action", "send").forged("phone_number", "attacker@example.com")),
            Map.entry("template variable", form -> form.forged("action", "send").forged("phone_number", "{{code}}")),
            Map.entry(
                    "number with a template variable",
                    form -> form.forged("action", "send").forged("phone_number", "+447400{{code}}")),
            Map.entry(
                    "two numbers in one",
                    form -> form.forged("action", "send").forged("phone_number", "+447400123456,+447400123457")),
            Map.entry(
                    "number with a line end",
                    form -> form.forged("action", "send").forged("phone_number", "+447400123456\r\nX: y")),
            Map.entry(
                    "number outside the countries",
                    form -> form.forged("action", "send").forged("phone_number", "+79161234567")),
            Map.entry("premium number", form -> form.forged("action", "send").forged("phone_number", "+449098790000")),
            Map.entry(
                    "send and verify at once",
                    form -> form.emptied()
                            .forgedToo("action", "verify")
                            .forgedToo("action", "send")
                            .forgedToo("code", "12")
                            .forgedToo("phone_number", "+447400123456")),
            Map.entry("cancelled", form -> form.forged("cancel-aia", "true").forged("action", "cancel")));

    private final Simulator simulator;

    ForgedFormAttackIT(Simulator simulator) {
        this.simulator = simulator;
    }

    @Test
    void forgeriesOfTheNumberForm_sendNothing_andVerifyNothing(RealmAdmin school) {
        Person student = school.newStudent();
        Page numberPage = school.studentPortal().open(student);
        int sends = simulator.control().sendCalls();
        int verifies = simulator.control().verifyCalls();

        for (Map.Entry<String, UnaryOperator<Form>> forgery : FORGERIES.entrySet()) {
            numberPage = assertHarmless(forgery, numberPage, "phonelatch-number-form");
            assertThat(numberPage.isNumberPage()).as(forgery.getKey()).isTrue();
        }

        assertThat(simulator.control().sendCalls()).isEqualTo(sends);
        assertThat(simulator.control().verifyCalls()).isEqualTo(verifies);
        AttackAssertions.none(school, student);
    }

    @Test
    void forgeriesOfTheCodeForm_costNoAttempt_andLeaveTheCodeGood(RealmAdmin school, Phone phone) {
        Page codePage = school.studentPortal().open(school.newStudent()).number(phone.number());
        int sends = simulator.control().sendCalls();

        for (Map.Entry<String, UnaryOperator<Form>> forgery : FORGERIES.entrySet()) {
            Page answer = assertHarmless(forgery, codePage, "phonelatch-code-form");
            // Asking for an impossible number shows the number page; the code page is a reload away.
            codePage = answer.isCodePage() ? answer : answer.reload();
            assertThat(codePage.isCodePage()).as(forgery.getKey()).isTrue();
        }

        assertThat(simulator.control().sendCalls()).isEqualTo(sends);
        assertThat(phone.verifyCalls()).isZero();
        assertThat(codePage.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void codeWithoutAChallenge_isNotEvenAsked(RealmAdmin school, Phone phone) {
        Person student = school.newStudentWithNumber(phone.number());
        Page numberPage = school.studentPortal().open(student);
        int verifies = simulator.control().verifyCalls();

        for (String code : new String[] {"000000", "123456", "999999"}) {
            Map<String, String> fields = Map.of("action", "verify", "code", code, "phone_number", phone.number());
            Page answer =
                    numberPage.post(numberPage.form("phonelatch-number-form").action(), fields);
            AttackAssertions.noCode(answer);
            numberPage = answer;
        }

        assertThat(simulator.control().verifyCalls()).isEqualTo(verifies);
        AttackAssertions.none(school, student);
    }

    @Test
    void resendAndAnotherChannel_withoutAChallenge_sendNothing(RealmAdmin school, Phone phone) {
        Page page = school.studentPortal().open(school.newStudentWithNumber(phone.number()));

        for (String action : new String[] {"resend", "channel"}) {
            page = page.form("phonelatch-number-form")
                    .forged("action", action)
                    .forged("channel", "voice")
                    .submit();
            assertThat(page.isNumberPage()).as(action).isTrue();
        }

        assertThat(phone.sendCalls()).isZero();
    }

    /** The number was frozen when the message was sent: the form of the code cannot swap it. */
    @Test
    void anotherNumberInTheCodeStep_isNotTheOneThatIsVerified(RealmAdmin school, Phone mine, Phone victims) {
        Person attacker = school.newStudent();
        Page codePage = school.studentPortal().open(attacker).number(mine.number());

        Page answer = codePage.form("phonelatch-code-form")
                .with("code", mine.code())
                .forged("phone_number", victims.number())
                .forged("phone_country", "GB")
                .forged("phoneNumber", victims.number())
                .forged("number", victims.number())
                .press("verify");

        assertThat(answer.tokens().idClaims().get("phone_number").asText()).isEqualTo(mine.number());
        assertThat(school.attribute(attacker, "phoneNumber")).isEqualTo(mine.number());
        assertThat(victims.sendCalls()).isZero();
    }

    private static Page assertHarmless(Map.Entry<String, UnaryOperator<Form>> forgery, Page page, String form) {
        Page answer = forgery.getValue().apply(page.form(form)).submit();
        AttackAssertions.noCode(answer);
        assertThat(answer.status()).as(forgery.getKey()).isEqualTo(200);
        return answer;
    }
}
