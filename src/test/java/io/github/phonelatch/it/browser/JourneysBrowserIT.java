package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.github.phonelatch.it.StepUp;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A phone that is lost, and one that is changed behind a level: what people see on the way. */
@ExtendWith({SharedServer.class, InChromium.class})
class JourneysBrowserIT {
    private static final String CHANGE = "kc_action=" + RealmAdmin.PHONE_ACTION;

    private static Browser browser;
    private static RealmAdmin school;
    private static RealmAdmin levels;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        school = admin.newSchoolRealm(realm -> Admin.phoneSettings(realm).put("cooldown", "0"));
        levels = admin.newSchoolRealm(realm -> Admin.phoneSettings(realm).put("cooldown", "0"));
        StepUp.bind(levels);
    }

    /** Who cannot show the current number reads whom to ask, and goes on once an admin has removed it. */
    @Test
    void lostPhone_isRemovedByAnAdmin_andAnotherOneIsVerified(Phone lost, Phone mine) {
        Person student = school.newVerifiedStudent(lost);
        SignInTab tab = SignInTab.open(browser, school.uri()).start(CHANGE).password(student);
        assertThat(tab.page().locator("#phonelatch-reason")).isVisible();
        assertThat(tab.page().locator("#phone_number")).hasCount(0);
        assertThat(tab.page().locator("body")).containsText("Ask the people who run this service");
        school.deletePhoneCredential(student);

        SignInTab anew = SignInTab.open(browser, school.uri()).start().password(student);
        anew.press("change");
        anew.number(mine.number()).code(mine.code());

        assertThat(anew.portal()).isVisible();
        assertThat(school.attribute(student, "phoneNumber")).isEqualTo(mine.number());
        assertThat(lost.sendCalls()).isZero();
    }

    @Test
    void phoneBehindALevel_isChangedByTheStepsCode_andOneToTheNewNumber(Phone old, Phone mine) {
        Person student = levels.newVerifiedStudent(old);
        SignInTab tab = SignInTab.open(browser, levels.uri()).start().password(student);
        assertThat(tab.portal()).isVisible();

        tab.start(CHANGE);
        assertThat(tab.codeForm()).isVisible();
        tab.code(old.code());
        tab.number(mine.number()).code(mine.code());

        assertThat(tab.portal()).isVisible();
        assertThat(levels.attribute(student, "phoneNumber")).isEqualTo(mine.number());
        assertThat(old.sendCalls()).isEqualTo(1);
    }
}
