package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class LastLoginIT {
    private static final String LAST_LOGIN = "lastLogin";

    @Test
    void signInInTheBrowser_isKeptOnceItIsDone(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();

        Page page = school.studentPortal().open(student).number(phone.number());
        assertThat(school.attribute(student, LAST_LOGIN)).isEmpty();
        assertThat(page.code(phone.code()).isCallback()).isTrue();

        isNow(school.attribute(student, LAST_LOGIN));
    }

    @Test
    void directGrant_isKept_butNotARefusedOne(RealmAdmin school) {
        Person student = school.newStudent();
        assertThat(school.ungatedApp().directGrant(student).granted()).isFalse();
        assertThat(school.schoolMobile()
                        .directGrant(Passwords.with(student, "wrong"))
                        .granted())
                .isFalse();
        assertThat(school.attribute(student, LAST_LOGIN)).isEmpty();

        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();

        isNow(school.attribute(student, LAST_LOGIN));
    }

    @Test
    void signInWithinTheHour_writesNothing(RealmAdmin school) {
        String recently = minutesAgo(59);
        Person student = school.newStudent();
        school.setAttribute(student, LAST_LOGIN, recently);

        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();

        assertThat(school.attribute(student, LAST_LOGIN)).isEqualTo(recently);
    }

    @Test
    void signInAfterTheHour_isKept(RealmAdmin school) {
        Person student = school.newStudent();
        school.setAttribute(student, LAST_LOGIN, minutesAgo(61));

        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();

        isNow(school.attribute(student, LAST_LOGIN));
    }

    /** Keycloak's database would keep a value of each. */
    @Test
    void signInsAtTheSameTime_leaveOneValue(Admin admin) {
        RealmAdmin school = admin.newSchoolRealm(realm -> realm.put("bruteForceProtected", false));
        Person student = school.newStudent();

        List<Tokens> all = AtOnce.run(8, i -> school.schoolMobile().directGrant(student));

        assertThat(all).allMatch(Tokens::granted);
        assertThat(school.user(student).at("/attributes/" + LAST_LOGIN)).hasSize(1);
    }

    @Test
    void refresh_isNoSignIn_andARealmThatDoesNotListIt_keepsNone(Admin admin) {
        RealmAdmin school =
                admin.newSchoolRealm(realm -> realm.putArray("eventsListeners").add("jboss-logging"));
        Person student = school.newStudent();
        Tokens tokens = school.schoolMobile().directGrant(student);
        assertThat(tokens.granted()).isTrue();
        assertThat(school.attribute(student, LAST_LOGIN)).isEmpty();

        school.update(Map.of("eventsListeners", List.of("phonelatch-last-login")));
        assertThat(tokens.refresh().granted()).isTrue();
        assertThat(school.attribute(student, LAST_LOGIN)).isEmpty();
        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();

        isNow(school.attribute(student, LAST_LOGIN));
    }

    @Test
    void adminInSomebodysName_isNotThatPerson(RealmAdmin school) {
        Person pupil = school.newStudent();
        school.addRealmRole(pupil, "phone-exempt");

        assertThat(school.studentPortal()
                        .open(school.impersonate(pupil))
                        .tokens()
                        .granted())
                .isTrue();
        assertThat(school.attribute(pupil, LAST_LOGIN)).isEmpty();
        assertThat(school.studentPortal().open(pupil).isCallback()).isTrue();

        isNow(school.attribute(pupil, LAST_LOGIN));
    }

    @Test
    void programThatSignsInAsItself_isNobody(Admin admin) {
        RealmAdmin school = admin.newSchoolRealm();
        school.createClient(Map.of("clientId", "program", "secret", "secret", "serviceAccountsEnabled", true));

        assertThat(school.app("program", "secret").clientCredentials().granted())
                .isTrue();

        JsonNode account = school.get("clients/" + school.clientUuid("program") + "/service-account-user");
        assertThat(account.at("/attributes/" + LAST_LOGIN).isMissingNode()).isTrue();
    }

    private static void isNow(String written) {
        assertThat(written).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(Instant.parse(written)).isCloseTo(Instant.now(), within(2, ChronoUnit.MINUTES));
    }

    private static String minutesAgo(int minutes) {
        return Instant.now()
                .minus(Duration.ofMinutes(minutes))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
