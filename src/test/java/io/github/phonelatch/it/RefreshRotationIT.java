package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A refresh token of the school realm is good for one refresh, and a second use of it ends what the application has. */
@ExtendWith(SharedServer.class)
class RefreshRotationIT {
    private final RealmAdmin school;
    private final App portal;
    private final App api;

    private Person student;

    RefreshRotationIT(RealmAdmin school) {
        this.school = school;
        portal = school.studentPortal();
        api = school.app("school-api", school.secret("school-api"));
    }

    @BeforeEach
    void student(Simulator simulator) {
        student = school.newVerifiedStudent(new Phone(simulator));
    }

    @Test
    void eachRefresh_givesTheNextToken() {
        Tokens first = portal.open(student).tokens();
        Tokens second = first.refresh();
        Tokens third = second.refresh();

        assertThat(List.of(first.refreshToken(), second.refreshToken(), third.refreshToken()))
                .doesNotHaveDuplicates();
        assertAlive(third);
    }

    @Test
    void usedToken_isRefused_andEndsItsSuccessorsToo() {
        Tokens first = portal.open(student).tokens();
        Tokens second = first.refresh();
        assertAlive(second);

        Tokens reused = first.refresh();

        assertThat(reused.status()).isEqualTo(400);
        assertThat(reused.error()).isEqualTo("invalid_grant");
        assertDead(first);
        assertDead(second);
    }

    @Test
    void tokenFromTwoRefreshesAgo_endsItsSuccessorsToo() {
        Tokens first = portal.open(student).tokens();
        // Keycloak tells which of two is the newer by the second.
        long issued = first.accessClaims().get("iat").asLong();
        Await.until("the next second", () -> Instant.now().getEpochSecond() > issued);
        Tokens third = first.refresh().refresh();

        assertThat(first.refresh().error()).isEqualTo("invalid_grant");

        assertDead(third);
    }

    @Test
    void usedOfflineToken_isRefused_andEndsItsSuccessorsToo() {
        school.addRealmRole(student, "offline_access");
        Tokens first = portal.open(new HttpBrowser(), Map.of("scope", "openid offline_access"))
                .password(student)
                .tokens();
        Tokens second = first.refresh();
        assertThat(second.granted()).isTrue();

        assertThat(first.refresh().error()).isEqualTo("invalid_grant");

        assertThat(second.refresh().error()).isEqualTo("invalid_grant");
    }

    @Test
    void usedManyTimesAtOnce_isGoodForOneRefreshAtMost_andWorthNothingAfterwards() {
        Tokens first = portal.open(student).tokens();

        List<Tokens> answers = AtOnce.run(8, i -> first.refresh());

        List<Tokens> granted = answers.stream().filter(Tokens::granted).toList();
        assertThat(granted).hasSizeLessThanOrEqualTo(1);
        assertThat(answers)
                .filteredOn(answer -> !answer.granted())
                .extracting(Tokens::error)
                .containsOnly("invalid_grant");
        granted.forEach(this::assertDead);
    }

    /** Two tabs are two lines of tokens: neither uses up the other's. */
    @Test
    void anotherTab_goesOnByItself() {
        HttpBrowser browser = new HttpBrowser();
        Tokens one = portal.open(browser).password(student).tokens();
        Tokens two = portal.open(browser).tokens();
        assertThat(two.accessClaims().get("sid")).isEqualTo(one.accessClaims().get("sid"));

        one = one.refresh();
        two = two.refresh();

        assertAlive(one.refresh());
        assertAlive(two.refresh());
    }

    @Test
    void tokenThatTheGateRefused_isUsedUp() {
        Tokens tokens = portal.open(student).tokens();
        school.addRealmRole(student, "phone-exempt");
        school.deletePhoneCredential(student);
        school.removeRealmRole(student, "phone-exempt");
        assertThat(tokens.refresh().errorDescription()).isEqualTo("Account is not fully set up");

        school.addRealmRole(student, "phone-exempt");

        assertThat(tokens.refresh().error()).isEqualTo("invalid_grant");
        assertThat(portal.open(student).tokens().refresh().granted()).isTrue();
    }

    private void assertAlive(Tokens tokens) {
        assertThat(tokens.userinfo().status()).isEqualTo(200);
        assertThat(api.introspect(tokens.accessToken()).get("active").asBoolean())
                .isTrue();
    }

    private void assertDead(Tokens tokens) {
        assertThat(tokens.userinfo().status()).isEqualTo(401);
        assertThat(api.introspect(tokens.accessToken()).get("active").asBoolean())
                .isFalse();
        assertThat(tokens.refresh().error()).isEqualTo("invalid_grant");
    }
}
