package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Gathering;
import io.github.phonelatch.tools.simulator.SentMessage;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Guessing a code from many sign-ins at once. One sign-in would prove nothing: Keycloak itself lets one of many parallel posts
 * of a tab through.
 */
@ExtendWith(SharedServer.class)
class AttemptsAttackIT {
    private static final int SIGN_INS = 32;
    private static final int MAX_ATTEMPTS = 5;

    private final Simulator simulator;

    AttemptsAttackIT(Simulator simulator) {
        this.simulator = simulator;
    }

    @AfterEach
    void providerIsItselfAgain() {
        simulator.control().clearScripts();
    }

    @Test
    void wrongCodes_64Over32SignIns_fiveReachTheProvider_andThenTheRightCodeIsRefused(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        List<Page> pages = codePages(school, student, phone);
        String wrong = phone.wrongCode();

        List<Page> twoPostsEach = AtOnce.run(2 * SIGN_INS, i -> pages.get(i / 2).code(wrong));

        assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
        assertThat(twoPostsEach).allSatisfy(AttackAssertions::noCode);
        // Each tab has its next form now: Keycloak's session code no longer stands in the way of anybody.
        List<Page> next = twoPostsEach.stream().filter(Page::isCodePage).toList();
        assertThat(next).hasSizeGreaterThanOrEqualTo(SIGN_INS);
        AtOnce.run(next.size(), i -> next.get(i).code(i % 2 == 0 ? wrong : phone.code()))
                .forEach(AttackAssertions::noCode);
        Page fresh = school.studentPortal().open(student).number(phone.number());
        AttackAssertions.noCode(fresh.code(phone.code()));

        assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(AttackAssertions.refusals(school, student))
                .hasSizeGreaterThan(SIGN_INS)
                .containsOnly("wrong_code", "too_many_attempts");
        AttackAssertions.none(school, student);
    }

    @Test
    void rightCodes_32Over32SignIns_verifyOnce(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        List<Page> pages = codePages(school, student, phone);
        String right = phone.code();

        List<Page> answers = AtOnce.run(SIGN_INS, i -> pages.get(i).code(right));

        assertVerifiedOnce(school, student, phone);
        assertThat(answers).anyMatch(Page::isCallback);
        assertOnlyTokensOf(student, answers);
    }

    /** The one success is ours to decide: a provider that says yes to each of them changes nothing. */
    @Test
    void rightCodes_ofAProviderThatSaysYesEachTime_verifyOnce(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        List<Page> pages = codePages(school, student, phone);
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

        List<Page> answers = AtOnce.run(SIGN_INS, i -> pages.get(i).code(message.code()));

        assertThat(two.isComplete())
                .as("two checks waited for their yes at once; " + phone.verifyCalls() + " came in all")
                .isTrue();
        assertVerifiedOnce(school, student, phone);
        assertOnlyTokensOf(student, answers);
    }

    private static void assertVerifiedOnce(RealmAdmin school, Person student, Phone phone) {
        assertThat(AttackAssertions.verifications(school, student)).hasSize(1);
        assertThat(school.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        assertThat(school.attribute(student, "phoneNumber")).isEqualTo(phone.number());
        assertThat(phone.verifyCalls()).isLessThanOrEqualTo(MAX_ATTEMPTS);
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    /** A tab whose need is gone, since another one proved the number, may go on to the application: as this person only. */
    private static void assertOnlyTokensOf(Person student, List<Page> answers) {
        for (Page page : answers) {
            if (page.isCallback()) {
                Tokens tokens = page.tokens();
                assertThat(tokens.accessClaims().get("sub").asText()).isEqualTo(student.id());
                assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                        .isTrue();
            }
        }
    }

    /** One message, and as many browsers that show its page, each in a sign-in of its own. */
    private static List<Page> codePages(RealmAdmin school, Person student, Phone phone) {
        assertThat(school.representation().get("bruteForceProtected").asBoolean())
                .isTrue();
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < SIGN_INS; i++) {
            // One after the other: Keycloak's protection refuses a second password check beside a first one.
            Page page = school.studentPortal().open(new HttpBrowser()).password(student);
            pages.add(page.number(phone.number()));
        }
        assertThat(pages).allMatch(Page::isCodePage);
        assertThat(phone.sendCalls()).isEqualTo(1);
        return pages;
    }
}
