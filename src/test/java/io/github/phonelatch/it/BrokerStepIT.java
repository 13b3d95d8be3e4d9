package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The code after a broker's sign-in: the browser flow is not run then, so the step stands in the broker's post-login flow. */
@ExtendWith(SharedServer.class)
class BrokerStepIT {
    private static RealmAdmin district;
    private static RealmAdmin school;

    private Person employee;

    @BeforeAll
    static void realms(Admin admin) {
        district = admin.newRealm();
        school = admin.newSchoolRealm(realm -> Admin.phoneSettings(realm).put("cooldown", "0"));
        school.addBroker(district);
        school.updateBroker(
                district.name(),
                broker -> broker.withObject("/config").put("acceptsPromptNoneForwardFromClient", "true"));
        school.flow("after the district").execution("phonelatch-otp", REQUIRED).bindAfterBroker(district.name());
    }

    @BeforeEach
    void employee() {
        employee = district.newPerson(user -> {});
    }

    @Test
    void personWithAVerifiedNumber_isAskedForACode(Phone phone) {
        Person teacher = linkedTeacher(phone);

        Page page = signIn(new HttpBrowser());
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
        page = page.code(phone.wrongCode());
        AttackAssertions.noCode(page);

        assertThat(page.code(phone.code()).tokens().accessClaims().get("sub").asText())
                .isEqualTo(teacher.id());
    }

    @Test
    void firstSignInOfSomebodyNew_verifiesTheNumberWithOneMessage_andTheNextAsksForACode(Phone phone) {
        Page page = signIn(new HttpBrowser());
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        page = page.number(phone.number()).code(phone.code());
        assertThat(page.tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);

        Page next = signIn(new HttpBrowser());

        assertThat(next.isCodePage()).as(next.toString()).isTrue();
        AttackAssertions.noCode(next);
    }

    /** The broker has a session and answers at once; what is left would need the person. */
    @Test
    void silentSignIn_thatTheBrokerAnswers_sendsNothing(Phone phone) {
        Person teacher = linkedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        assertThat(signIn(browser).code(phone.code()).tokens().granted()).isTrue();
        school.logout(teacher);

        Page silent = open(browser, Map.of("prompt", "none"));

        assertThat(silent.callback("error")).isEqualTo("interaction_required");
        assertThat(silent.callback("code")).isNull();
        assertThat(phone.sendCalls()).isEqualTo(1);
        Page asked = open(browser, Map.of());
        assertThat(asked.isCodePage()).as(asked.toString()).isTrue();
    }

    private Person linkedTeacher(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        school.link(teacher, district, employee);
        return teacher;
    }

    private Page signIn(HttpBrowser browser) {
        return open(browser, Map.of()).password(employee);
    }

    private static Page open(HttpBrowser browser, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("kc_idp_hint", district.name());
        return school.studentPortal().open(browser, all);
    }
}
