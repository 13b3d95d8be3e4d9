package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Rules;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers an account's directory admits, and how a directory tells that nobody writes it. */
class StorableNumbersTest {
    private static final String NUMBER = "+447400123456";
    private static final String OTHER = "+447400123457";

    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser student = new FakeUser("student");

    /** {@code -}: there is no mapper for the number. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # edit mode | copy  | mapper read-only | always read | fixed
            READ_ONLY   | true  | true  | true  | true
            READ_ONLY   | false | true  | true  | true
            READ_ONLY   | true  | false | false | true
            READ_ONLY   | true  | -     | -     | true
            ''          | true  | true  | true  | true
            WRITABLE    | true  | true  | true  | true
            WRITABLE    | false | true  | true  | true
            WRITABLE    | true  | true  | false | false
            WRITABLE    | true  | false | true  | false
            WRITABLE    | false | false | true  | false
            WRITABLE    | true  | -     | -     | false
            WRITABLE    | false | -     | -     | true
            UNSYNCED    | true  | true  | false | false
            UNSYNCED    | true  | false | false | false
            UNSYNCED    | true  | true  | true  | true
            UNSYNCED    | true  | false | true  | true
            """)
    void ldap(String mode, boolean imported, String readOnly, String alwaysRead, boolean fixed) {
        ldap(mode.isEmpty() ? Map.of() : Map.of("editMode", mode), imported);
        mapper("email", "false", "true");
        if (!readOnly.equals("-")) {
            mapper("phoneNumber", readOnly, alwaysRead);
        }
        student.ofDirectory("ldap-1").attribute("phoneNumber", OTHER);

        StorableNumbers storable = storable(Rules.STRICT);

        assertThat(storable.fixed()).isEqualTo(fixed);
        assertThat(storable.contain(number(NUMBER))).isEqualTo(!fixed);
        assertThat(storable.contain(number(OTHER))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"see secretary", "07400 123457 ext 4", ""})
    void directoryThatNamesNoNumber_admitsEveryNumber(String value) {
        ldap(Map.of("editMode", "READ_ONLY"), true);
        student.ofDirectory("ldap-1").attribute("phoneNumber", value);

        assertThat(storable(Rules.STRICT).fixed()).isFalse();
        assertThat(storable(Rules.STRICT).contain(number(NUMBER))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {NUMBER, "07400 123456", "07400 123456 (mobile)", "+44 (0)7400 123456"})
    void oneOfSeveralValues_isAdmitted(String value) {
        ldap(Map.of("editMode", "READ_ONLY"), true);
        student.ofDirectory("ldap-1").attribute("phoneNumber", OTHER, value);

        assertThat(storable(Rules.STRICT).contain(number(NUMBER))).isTrue();
        assertThat(storable(Rules.STRICT).contain(number("+447400123458"))).isFalse();
    }

    @Test
    void accountOfTheRealmAlone_admitsEveryNumber() {
        student.attribute("phoneNumber", OTHER);

        assertThat(storable(Rules.STRICT).fixed()).isFalse();
    }

    @Test
    void directoryThatIsGone_admitsEveryNumber() {
        student.ofDirectory("removed").attribute("phoneNumber", OTHER);

        assertThat(storable(Rules.STRICT).fixed()).isFalse();
    }

    /** It is asked to write what is there, so that nothing is lost. */
    @Test
    void directoryOfAnotherKind_isAskedToWriteWhatIsThere() {
        directory("other-1", "some-directory", Map.of());
        student.ofDirectory("other-1").attribute("phoneNumber", OTHER, "see secretary");
        assertThat(storable(Rules.STRICT).fixed()).isFalse();
        assertThat(student.attributes().get("phoneNumber")).containsExactly(OTHER, "see secretary");

        student.readOnly("phoneNumber");
        assertThat(storable(Rules.STRICT).fixed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, default-country", "false, mapped to 'phoneNumber'"})
    void remedy_namesTheDefaultCountry_whereAValueWouldReadWithOne(boolean national, String remedy) {
        ldap(Map.of("editMode", "READ_ONLY"), true);
        student.ofDirectory("ldap-1").attribute("phoneNumber", OTHER, national ? "07400 123456" : "see secretary");

        String told = storable(Rules.STRICT.withoutCountry()).remedy(number(NUMBER));

        assertThat(told).contains(remedy).doesNotContain("12345");
    }

    private StorableNumbers storable(Rules rules) {
        return StorableNumbers.of(realm.model(), student.model(), rules);
    }

    private void ldap(Map<String, String> settings, boolean imported) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("importEnabled", String.valueOf(imported));
        directory("ldap-1", "ldap", all);
    }

    private void directory(String id, String provider, Map<String, String> settings) {
        realm.component(id, "school", "org.keycloak.storage.UserStorageProvider", provider, settings);
    }

    private void mapper(String attribute, String readOnly, String alwaysRead) {
        realm.component(
                "mapper-of-" + attribute,
                "ldap-1",
                "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
                "user-attribute-ldap-mapper",
                Map.of(
                        "user.model.attribute",
                        attribute,
                        "read.only",
                        readOnly,
                        "always.read.value.from.ldap",
                        alwaysRead));
    }
}
