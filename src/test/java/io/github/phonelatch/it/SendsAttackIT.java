package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Making the school pay for messages that nobody asked for with a click. */
@ExtendWith(SharedServer.class)
class SendsAttackIT {
    private static final int TIMES = 20;
    private static final int TABS = 32;

    @Test
    void openingTheNumberPage_howeverOften_sendsNothing(RealmAdmin school, Phone phone) {
        // With a number on the account there is something that could be sent without anybody typing it.
        Person student = school.newStudentWithNumber(phone.number());
        HttpBrowser browser = new HttpBrowser();
        Page numberPage = school.studentPortal().open(browser).password(student);
        assertThat(numberPage.isNumberPage()).isTrue();

        openEverything(school, browser, numberPage);

        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void openingTheCodePage_howeverOften_sendsNothingMore(RealmAdmin school, Phone phone) {
        Person student = school.newStudentWithNumber(phone.number());
        HttpBrowser browser = new HttpBrowser();
        Page codePage = school.studentPortal()
                .open(browser)
                .password(student)
                .form("phonelatch-number-form")
                .press("send");
        assertThat(codePage.isCodePage()).as(codePage.toString()).isTrue();

        openEverything(school, browser, codePage);

        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(phone.messages()).hasSize(1);
        // And the page is still that of the first message.
        assertThat(codePage.reload().code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void doubleClick_inOneTab_sendsOnce(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page numberPage = school.studentPortal().open(student);

        List<Page> answers = AtOnce.run(2, i -> numberPage.number(phone.number()));

        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(answers).anyMatch(Page::isCodePage);
    }

    @Test
    void sameNumber_from32TabsAtOnce_sendsOnce_andEachTabHasThatMessage(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        List<Page> numberPages = new ArrayList<>();
        for (int i = 0; i < TABS; i++) {
            numberPages.add(school.studentPortal().open(student));
        }

        List<Page> answers = AtOnce.run(TABS, i -> numberPages.get(i).number(phone.number()));

        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(answers).allMatch(Page::isCodePage);
        assertThat(answers.get(TABS - 1).code(phone.code()).tokens().granted()).isTrue();
    }

    /** Every address at which a browser, a mail scanner or a link preview could come by, one after the other and at once. */
    private static void openEverything(RealmAdmin school, HttpBrowser browser, Page page) {
        String tab = page.form(page.isCodePage() ? "phonelatch-code-form" : "phonelatch-number-form")
                .action()
                .toString()
                .replaceFirst("session_code=[^&]*&", "");
        URI action = URI.create(tab);
        URI authenticate = URI.create(tab.replaceFirst("required-action", "authenticate"));
        for (int i = 0; i < TIMES; i++) {
            page.reload();
            browser.open(action);
            browser.open(authenticate);
        }
        AtOnce.run(TIMES, i -> browser.open(action));
        AtOnce.run(TIMES, i -> page.reload());
        school.studentPortal().open(browser);
        page.reload();
    }
}
