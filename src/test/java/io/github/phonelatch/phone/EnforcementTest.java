package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.NOON;
import static io.github.phonelatch.fakes.Verifications.credential;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.LogLines;
import io.github.phonelatch.fakes.Rules;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EnforcementTest {
    private static final String NUMBER = "+447400123456";

    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser user = new FakeUser("student");

    @Test
    void actionUnderAnotherAlias_stillGates_forKeycloakItselfAsksNobodyThen() {
        realm.alias("verify-phone");

        assertThat(Enforcement.active(realm.model())).isTrue();
        assertThat(Enforcement.active(realm.actionDisabled().model())).isFalse();
    }

    @Test
    void userWithoutAVerification_hasToVerify() {
        assertThat(demands(Rules.STRICT)).isTrue();
    }

    @Test
    void verifiedUser_hasNotTo() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", NUMBER);

        assertThat(demands(Rules.STRICT)).isFalse();
    }

    @Test
    void editedNumber_hasToBeVerifiedAgain() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", "+447400123457");

        assertThat(demands(Rules.STRICT)).isTrue();
    }

    @Test
    void verificationThatIsTooOld_hasToBeMadeAgain() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", NUMBER);
        Rules tenDays = Rules.STRICT.reverifyAfter(Duration.ofDays(10));

        assertThat(Enforcement.demands(realm.model(), user.model(), tenDays, NOON.plus(Duration.ofDays(10))))
                .isFalse();
        assertThat(Enforcement.demands(realm.model(), user.model(), tenDays, NOON.plus(Duration.ofDays(11))))
                .isTrue();
    }

    @Test
    void nobodyHasTo_whereItIsNotRequired() {
        assertThat(demands(Rules.STRICT.requiredForNobody())).isFalse();
    }

    @Test
    void exemptRealmRole_frees() {
        user.role(realm.role("phone-exempt"));

        assertThat(demands(Rules.STRICT)).isFalse();
        assertThat(Enforcement.exempt(realm.model(), user.model(), Rules.STRICT))
                .isTrue();
    }

    @Test
    void anotherRole_doesNotFree() {
        realm.role("phone-exempt");
        user.role(realm.role("teacher"));

        assertThat(demands(Rules.STRICT)).isTrue();
    }

    @Test
    void exemptRoleOfAClient_frees_alsoWithDotsInItsNames() {
        user.role(realm.clientRole("staff.portal", "front.desk"));

        assertThat(demands(Rules.STRICT.exempting("staff.portal.front.desk"))).isFalse();
        assertThat(demands(Rules.STRICT.exempting("front.desk"))).isTrue();
        assertThat(demands(Rules.STRICT.exempting("staff.portal"))).isTrue();
    }

    @Test
    void roleOfTheRealmWithADot_isNotTakenForAClients() {
        user.role(realm.role("staff.desk"));
        realm.clientRole("staff", "desk");

        assertThat(demands(Rules.STRICT.exempting("staff.desk"))).isFalse();
    }

    @Test
    void roleThatTheRealmLacks_freesNobody() {
        assertThat(demands(Rules.STRICT.exempting("admin", "realm-management.realm-admin")))
                .isTrue();
    }

    @Test
    void roleThatTheRealmLacks_isToldOnce() {
        FakeRealm lacking = new FakeRealm("lacking");
        Rules rules = Rules.STRICT.exempting("typo", "another");
        try (LogLines lines = new LogLines(ExemptRoles.class)) {
            assertThat(Enforcement.exempt(lacking.model(), user.model(), rules)).isFalse();
            assertThat(Enforcement.exempt(lacking.model(), user.model(), rules)).isFalse();

            assertThat(lines.texts())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("'lacking'") && line.contains("'typo'"));
        }
    }

    @Test
    void administrator_isExemptByDefault() {
        user.role(realm.clientRole("realm-management", "realm-admin"));

        assertThat(demands(byDefault())).isFalse();
    }

    /** In every realm but master that name is anybody's to give. */
    @Test
    void realmRoleNamedAdmin_freesNobodyByDefault() {
        user.role(realm.role("admin"));

        assertThat(demands(byDefault())).isTrue();
        assertThat(demands(Rules.STRICT.exempting("admin")))
                .as("unless the realm says so")
                .isFalse();
    }

    @Test
    void administratorOfTheMasterRealm_isExemptByDefault() {
        FakeRealm master = new FakeRealm("master");
        FakeUser admin = new FakeUser("admin").role(master.role("admin"));

        assertThat(Enforcement.exempt(master.model(), admin.model(), byDefault()))
                .isTrue();
        assertThat(Enforcement.exempt(master.model(), user.model(), byDefault()))
                .isFalse();
        assertThat(Enforcement.exempt(master.model(), admin.model(), Rules.STRICT.exempting("phone-exempt")))
                .as("a list that is set takes the default's place")
                .isFalse();
    }

    private static Rules byDefault() {
        return Rules.STRICT.exempting(ExemptRoles.ADMINISTRATOR);
    }

    @Test
    void accountOfAService_isExempt() {
        user.serviceAccountOf("school-api");

        assertThat(demands(Rules.STRICT)).isFalse();
    }

    @Test
    void realm_asksOnlyWhileTheActionIsRegisteredAndEnabled() {
        assertThat(Enforcement.active(realm.model())).isTrue();
        assertThat(Enforcement.active(realm.actionDisabled().model())).isFalse();
        assertThat(Enforcement.active(
                        new FakeRealm("bare").actionNotRegistered().model()))
                .isFalse();
    }

    private boolean demands(VerificationRules rules) {
        return Enforcement.demands(realm.model(), user.model(), rules, NOON);
    }
}
