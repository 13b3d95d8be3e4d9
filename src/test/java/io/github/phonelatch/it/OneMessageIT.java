package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a browser does with the pages, the phone gets one message, and the one code works. */
@ExtendWith(SharedServer.class)
class OneMessageIT {
    private static App portal;
    private static RealmAdmin school;

    @BeforeAll
    static void portal(RealmAdmin shared) {
        school = shared;
        portal = shared.studentPortal();
    }

    @Test
    void reload_showsTheSamePage(Phone phone) {
        Page page = portal.open(school.newStudent()).number(phone.number());

        for (int i = 0; i < 3; i++) {
            page = page.reload();
            assertThat(page.isCodePage()).isTrue();
        }

        assertOneMessage(page, phone);
    }

    @Test
    void back_andTheNumberSentAgain_showsTheCodePage(Phone phone) {
        Page numberPage = portal.open(school.newStudent());
        Page code = numberPage.number(phone.number());
        assertThat(code.isCodePage()).isTrue();

        Page again = numberPage.number(phone.number());

        assertThat(again.isCodePage()).isTrue();
        assertOneMessage(again, phone);
    }

    @Test
    void changeAndTheSameNumberAgain_showsTheCodePage(Phone phone) {
        Page page = portal.open(school.newStudent()).number(phone.number());

        page = page.press("change").number(phone.number());

        assertThat(page.isCodePage()).isTrue();
        assertOneMessage(page, phone);
    }

    @Test
    void secondTabOfOneBrowser_showsTheCodePageAtOnce(Phone phone) {
        Person student = school.newStudent();
        HttpBrowser browser = new HttpBrowser();
        portal.open(browser).password(student).number(phone.number());

        Page secondTab = portal.open(browser).password(student);

        assertThat(secondTab.isCodePage()).isTrue();
        assertOneMessage(secondTab, phone);
    }

    @Test
    void firstTab_goesOnWhenTheSecondHasVerifiedTheNumber(Phone phone) {
        Person student = school.newStudent();
        HttpBrowser browser = new HttpBrowser();
        Page firstTab = portal.open(browser).password(student).number(phone.number());
        Page secondTab = portal.open(browser).password(student);
        assertThat(secondTab.code(phone.code()).isCallback()).isTrue();

        Page after = firstTab.code(phone.code());

        assertThat(after.tokens().accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(phone.verifyCalls()).isEqualTo(1);
    }

    @Test
    void firstBrowser_startsAnewWhenTheSecondHasVerifiedTheNumber(Phone phone) {
        Person student = school.newStudent();
        Page first = portal.open(student).number(phone.number());
        Page second = portal.open(student).number(phone.number());
        assertThat(second.code(phone.code()).isCallback()).isTrue();

        Page after = first.code(phone.code());

        assertThat(after.has("form#kc-form-login")).as(after.toString()).isTrue();
        assertThat(after.password(student)
                        .tokens()
                        .accessClaims()
                        .get("phone_number_verified")
                        .asBoolean())
                .isTrue();
        assertThat(phone.verifyCalls()).isEqualTo(1);
    }

    @Test
    void anotherBrowser_whoseNumberIsKnown_showsTheCodePageAtOnce(Phone phone) {
        Person student = school.newStudentWithNumber(phone.number());
        portal.open(student).form("phonelatch-number-form").press("send");

        Page other = portal.open(student);

        assertThat(other.isCodePage()).isTrue();
        assertOneMessage(other, phone);
    }

    @Test
    void anotherBrowser_typingTheSameNumber_joinsTheMessage(Phone phone) {
        Person student = school.newStudent();
        portal.open(student).number(phone.number());

        Page other = portal.open(student);
        assertThat(other.isNumberPage()).isTrue();
        other = other.number(phone.number());

        assertThat(other.isCodePage()).isTrue();
        assertOneMessage(other, phone);
    }

    @Test
    void resendBeforeTheCodeHasEnded_sendsNothing(Phone phone) {
        Page page = portal.open(school.newStudent()).number(phone.number());

        page = page.press("resend");

        assertThat(page.isCodePage()).isTrue();
        assertOneMessage(page, phone);
    }

    @Test
    void enterKeyInTheCodeField_isVerify(Phone phone) {
        Page page = portal.open(school.newStudent()).number(phone.number());

        // Browsers send the form's first button.
        assertThat(page.element("#phonelatch-code-form button").val()).isEqualTo("verify");
        assertThat(page.code(phone.code()).isCallback()).isTrue();
    }

    private static void assertOneMessage(Page page, Phone phone) {
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.messages()).hasSize(1);
        assertThat(phone.sendCalls()).isEqualTo(1);
    }
}
