package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Registrant;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Siblings whose accounts have one number, that of a parent's phone. */
@ExtendWith(SharedServer.class)
class FamilyIT {
    /** As many accounts may share a number in the school realm. */
    private static final int SHARED_BY = 5;

    private static RealmAdmin school;

    private final Simulator simulator;

    private Phone parents;

    FamilyIT(Simulator simulator) {
        this.simulator = simulator;
    }

    @BeforeAll
    static void realm(Admin admin) {
        school = admin.newSchoolRealm(realm -> Admin.phoneSettings(realm)
                .put("cooldown", "0")
                .put("sends-per-hour", "0")
                .put("sends-per-prefix-per-hour", "0")
                .put("sends-per-day", "0")
                .put("sends-per-prefix-per-hour", "0"));
        assertThat(school.phoneSettings().get("accounts-per-number").asInt()).isEqualTo(SHARED_BY);
    }

    @BeforeEach
    void phone() {
        parents = new Phone(simulator);
    }

    @Test
    void siblings_registerWithTheirParentsNumber_andEachSignsIn() {
        List<Person> siblings = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            Registrant sibling = Registrant.next();
            Page page = verify(register(sibling), i);
            assertThat(page.tokens().accessClaims().get("phone_number_verified").asBoolean())
                    .isTrue();
            siblings.add(sibling.account(school));
        }

        for (Person sibling : siblings) {
            Tokens tokens = school.studentPortal().open(sibling).tokens();
            assertThat(tokens.accessClaims().get("sub").asText()).isEqualTo(sibling.id());
            assertThat(tokens.idClaims().get("phone_number").asText()).isEqualTo(parents.number());
            assertThat(tokens.accessClaims().at("/realm_access/roles/0").asText())
                    .isEqualTo("student");
        }
        assertThat(parents.messages()).hasSize(3);
    }

    @Test
    void sibling_signsInByTheNumber_andTheAddressThatTellsThemApart() {
        List<Person> siblings = siblings(3);
        Person second = siblings.get(1);

        Page alone = phoneLogin().with("password", second.password()).press("verify");
        assertThat(alone.text()).contains("Number or password is wrong");

        Page byPassword = phoneLogin()
                .with("email", second.email())
                .with("password", second.password())
                .press("verify");
        assertThat(byPassword.tokens().accessClaims().get("sub").asText()).isEqualTo(second.id());

        Page another = phoneLogin()
                .with("email", siblings.get(0).email())
                .with("password", second.password())
                .press("verify");
        assertThat(another.text()).contains("Number or password is wrong");

        Page byCode = phoneLogin().with("email", second.email()).press("send").code(parents.code());
        assertThat(byCode.tokens().accessClaims().get("sub").asText()).isEqualTo(second.id());
    }

    @Test
    void sibling_resetsThePassword_andTheOthersKeepTheirs() {
        List<Person> siblings = siblings(3);
        Person third = siblings.get(2);

        Page alone = reset().with("phone_number", parents.number()).press("send");
        // The answer to a guess comes after whatever was sent.
        assertThat(alone.code("000000").isCodePage()).isTrue();
        assertThat(parents.sendCalls())
                .as("messages to a number that names nobody")
                .isZero();

        Page page = reset().with("phone_number", parents.number())
                .with("email", third.email())
                .press("send");
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        page = page.code(parents.code());
        String password = "new-" + third.password();
        page = page.form("kc-passwd-update-form")
                .with("password-new", password)
                .with("password-confirm", password)
                .submit();
        assertThat(page.isCallback()).as("let in without signing in").isFalse();

        Person renewed = new Person(third.id(), third.email(), password);
        for (Person sibling : List.of(siblings.get(0), siblings.get(1), renewed)) {
            assertThat(school.studentPortal()
                            .open(sibling)
                            .tokens()
                            .accessClaims()
                            .get("sub")
                            .asText())
                    .isEqualTo(sibling.id());
        }
        assertThat(school.studentPortal().open(third).isCallback()).isFalse();
    }

    @Test
    void accountTooMany_isRefusedAfterTheCode_andSaysWhy() {
        siblings(SHARED_BY);
        Registrant sixth = Registrant.next();

        Page page = verify(register(sixth), 1);

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(page.element("#phonelatch-phone_number-error").text())
                .contains("already belongs to another account");
        Person account = sixth.account(school);
        assertThat(school.credentials(account, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        AttackAssertions.noWayIn(school, account);

        Phone own = new Phone(simulator);
        Tokens tokens = page.number(own.number()).code(own.code()).tokens();
        assertThat(tokens.idClaims().get("phone_number").asText()).isEqualTo(own.number());
    }

    @Test
    void disabledSibling_leavesRoomForAnother() {
        List<Person> siblings = siblings(SHARED_BY);
        school.updateUser(siblings.get(3), user -> user.put("enabled", false));

        assertThat(verify(register(Registrant.next()), 1).isCallback()).isTrue();

        Page seventh = verify(register(Registrant.next()), 2);
        assertThat(seventh.isNumberPage()).as("again as many as may share it").isTrue();
    }

    private List<Person> siblings(int count) {
        return Stream.generate(() -> school.newVerifiedStudent(parents))
                .limit(count)
                .toList();
    }

    private Page register(Registrant sibling) {
        return sibling.register(school.studentPortal().register(new HttpBrowser()), parents.number());
    }

    /** Has the code sent that is this phone's so-manieth, and types it. */
    private Page verify(Page registered, int message) {
        Page done = registered.form("phonelatch-number-form").press("send").code(parents.code(message));
        // The provider takes the next message for a number when the last code has ended.
        simulator.control().advance(Duration.ofSeconds(301));
        return done;
    }

    private Form phoneLogin() {
        return school.studentPortal()
                .open(new HttpBrowser())
                .tryAnotherWay()
                .choose("Phone number")
                .form("phonelatch-number-form")
                .with("phone_number", parents.number());
    }

    private static Form reset() {
        return school.studentPortal()
                .open(new HttpBrowser())
                .click("a[href*=reset-credentials]")
                .form("phonelatch-number-form");
    }
}
