package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.net.HttpCookie;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two people's sign-ins under way: parts of one used in the other. The attacker knows the victim's code. */
@ExtendWith(SharedServer.class)
class MixedSignInsAttackIT {
    private static RealmAdmin school;

    private final Phone victims;
    private final Phone attackers;

    private Person victim;
    private Person attacker;
    private HttpBrowser victimsBrowser;
    private HttpBrowser attackersBrowser;
    private Page victimsPage;
    private Page attackersPage;

    MixedSignInsAttackIT(Phone victims, Phone attackers) {
        this.victims = victims;
        this.attackers = attackers;
    }

    /** Where an attacker may try a second number at once. */
    @BeforeAll
    static void realmWithoutCooldown(Admin admin) {
        school = admin.newSchoolRealm(realm -> Admin.phoneSettings(realm).put("cooldown", "0"));
    }

    @BeforeEach
    void bothAreOnTheirCodePages() {
        victim = school.newStudent();
        attacker = school.newStudent();
        victimsBrowser = new HttpBrowser();
        attackersBrowser = new HttpBrowser();
        victimsPage =
                school.studentPortal().open(victimsBrowser).password(victim).number(victims.number());
        attackersPage =
                school.studentPortal().open(attackersBrowser).password(attacker).number(attackers.number());
        assertThat(List.of(victimsPage, attackersPage)).allMatch(Page::isCodePage);
    }

    @Test
    void victimsCode_inTheAttackersSignIn_isWrong() {
        AttackAssertions.noCode(attackersPage.code(victims.code()));

        assertNobodyGained();
        assertVictimCanGoOn();
    }

    @Test
    void victimsAddress_fromTheAttackersBrowser_leadsNowhere() {
        AttackAssertions.noCode(attackersPage.post(action(victimsPage), verify(victims.code())));

        assertNobodyGained();
        assertVictimCanGoOn();
    }

    @Test
    void attackersAddress_fromTheVictimsBrowser_leadsNowhere() {
        AttackAssertions.noCode(victimsPage.post(action(attackersPage), verify(attackers.code())));
        AttackAssertions.noCode(victimsPage.post(action(attackersPage), verify(victims.code())));

        assertNobodyGained();
    }

    @Test
    void partsOfBothAddresses_inAnyMixture_leadNowhere() {
        for (String swapped : List.of("session_code", "tab_id", "client_data", "execution")) {
            URI mixed = withParameterOf(action(attackersPage), action(victimsPage), swapped);
            AttackAssertions.noCode(attackersPage.post(mixed, verify(victims.code())));
        }

        assertNobodyGained();
        assertVictimCanGoOn();
    }

    /** Half of the victim's cookies: the sign-in's id without what ties it to the browser, and the other way round. */
    @Test
    void stolenHalfOfTheCookies_leadsNowhere() {
        for (String name : List.of("KC_AUTH_SESSION_HASH", "KC_RESTART")) {
            HttpBrowser mixed = new HttpBrowser();
            attackersBrowser.cookies("AUTH_SESSION_ID").forEach(mixed::add);
            List<HttpCookie> stolen = victimsBrowser.cookies(name);
            stolen.forEach(mixed::add);
            AttackAssertions.noCode(mixed.open(action(victimsPage)));
        }

        assertNobodyGained();
        assertVictimCanGoOn();
    }

    /** Both in one browser, where Keycloak keeps their tabs in one session. */
    @Test
    void tabsOfOneBrowser_keepTheirPeopleApart(Phone otherPhone) {
        Person other = school.newStudent();
        Page othersPage = school.studentPortal().open(victimsBrowser).password(other);
        assertThat(othersPage.isNumberPage())
                .as("the other person's tab must not show the victim's message: %s", othersPage)
                .isTrue();
        othersPage = othersPage.number(otherPhone.number());

        AttackAssertions.noCode(othersPage.code(victims.code()));

        assertThat(AttackAssertions.verifications(school, other)).isEmpty();
        assertThat(victims.verifyCalls()).isZero();
    }

    /** The attacker types the victim's number, and gets a message and tries of their own, never the victim's. */
    @Test
    void victimsNumberAndCode_inTheAttackersSignIn_areOfNoUse() {
        Page page = school.studentPortal().open(attacker).number(victims.number());
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        String victimsCode = victims.messages().get(0).code();
        assertThat(victims.messages())
                .as("the victim's message and the attacker's own")
                .hasSize(2);

        for (int i = 0; i < 5; i++) {
            page = page.code(victimsCode);
            AttackAssertions.noCode(page);
        }

        assertThat(victims.messages().get(0).verified()).isFalse();
        assertNobodyGained();
        assertThat(victimsPage.code(victimsCode).tokens().granted()).isTrue();
    }

    private void assertNobodyGained() {
        assertThat(AttackAssertions.verifications(school, attacker)).isEmpty();
        assertThat(AttackAssertions.verifications(school, victim)).isEmpty();
        assertThat(school.attribute(attacker, "phoneNumber")).isEmpty();
        assertThat(school.credentials(attacker, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        AttackAssertions.noWayIn(school, attacker);
    }

    private void assertVictimCanGoOn() {
        assertThat(victims.verifyCalls()).as("tries taken from the victim").isZero();
        assertThat(victimsPage
                        .code(victims.code())
                        .tokens()
                        .idClaims()
                        .get("phone_number")
                        .asText())
                .isEqualTo(victims.number());
    }

    private static URI action(Page page) {
        return page.form("phonelatch-code-form").action();
    }

    private static Map<String, String> verify(String code) {
        return Map.of("action", "verify", "code", code);
    }

    private static URI withParameterOf(URI uri, URI other, String name) {
        String own = parameter(uri, name);
        String others = parameter(other, name);
        return own.isEmpty() ? uri : URI.create(uri.toString().replace(own, others));
    }

    private static String parameter(URI uri, String name) {
        for (String pair : uri.getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair;
            }
        }
        return "";
    }
}
