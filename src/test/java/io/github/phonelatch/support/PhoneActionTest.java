package io.github.phonelatch.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.LogLines;
import io.github.phonelatch.phone.Enforcement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A required action whose registration is not as it has to be. */
class PhoneActionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            # alias                 | repair
            null                    | POST /admin/realms/school/authentication/register-required-action
            verify-phone            | PUT /admin/realms/school/authentication/required-actions/verify-phone
            Phonelatch-Verify-Phone | PUT /admin/realms/school/authentication/required-actions/Phonelatch-Verify-Phone
            ''                      | PUT /admin/realms/school/authentication/required-actions/
            """)
    void underAnotherAlias_itIsNotFoundByKeycloak_andTheRepairIsNamed(String alias, String repair) {
        FakeRealm realm = new FakeRealm("school").alias(alias);

        assertThat(PhoneAction.isFound(realm.model())).isFalse();
        assertThat(PhoneAction.fault(realm.model()))
                .hasValueSatisfying(fault -> assertThat(fault).contains(repair));
    }

    @Test
    void underItsOwnAlias_orNotRegistered_nothingIsWrong() {
        assertThat(PhoneAction.isFound(new FakeRealm("school").model())).isTrue();
        assertThat(PhoneAction.fault(new FakeRealm("school").model())).isEmpty();
        assertThat(PhoneAction.fault(
                        new FakeRealm("school").actionNotRegistered().model()))
                .isEmpty();
    }

    /** Nothing can remove the one without alias, so it must not count for ever. */
    @Test
    void registeredAnew_itIsAsIfTheOneWithoutAliasWereNotThere() {
        FakeRealm realm = new FakeRealm("school").registeredAlsoUnder(null, true);

        assertThat(PhoneAction.isFound(realm.model())).isTrue();
        assertThat(PhoneAction.fault(realm.model())).isEmpty();
        assertThat(Enforcement.active(realm.actionDisabled().model()))
                .as("the one that an admin sees is disabled")
                .isFalse();
    }

    @Test
    void registeredTwice_theOtherOneIsToBeRemoved() {
        FakeRealm realm = new FakeRealm("school").registeredAlsoUnder("verify-phone", true);

        assertThat(PhoneAction.isFound(realm.model())).isTrue();
        assertThat(PhoneAction.fault(realm.model()))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .contains("DELETE /admin/realms/school/authentication/required-actions/verify-phone"));
    }

    /** Else an exempt role would end with a slip of the pen. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"null", "verify-phone", "phonelatch-verify-phone"})
    void settings_holdUnderAnyAlias(String alias) {
        FakeRealm realm = new FakeRealm("settings-under-" + alias).alias(alias).setting("exempt-roles", "phone-exempt");

        assertThat(Settings.of(realm.model()).exemptRoles()).containsExactly("phone-exempt");
    }

    @Test
    void firstReading_saysItOnce() throws ClassNotFoundException {
        FakeRealm realm = new FakeRealm("read-for-the-first-time").alias("verify-phone");
        try (LogLines log = new LogLines(Class.forName("io.github.phonelatch.config.SettingsReader"))) {
            Settings.of(realm.model());
            realm.setting("cooldown", "31");
            Settings.of(realm.model());

            assertThat(log.texts())
                    .filteredOn(line -> line.contains("registered under the alias 'verify-phone'"))
                    .singleElement()
                    .asString()
                    .startsWith("Realm 'read-for-the-first-time'");
        }
    }
}
