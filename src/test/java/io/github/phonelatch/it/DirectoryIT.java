package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.LdapDirectory;
import io.github.phonelatch.it.support.LdapDirectory.Mode;
import io.github.phonelatch.it.support.LdapServer;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * People of LDAP directories, in each mode in which Keycloak uses one. In the tables {@code OWN} is the number of the person's phone
 * as the directory writes it, {@code 0OWN} the same without a country code, {@code OTHER} another number.
 */
@ExtendWith(SharedServer.class)
class DirectoryIT {
    private static final String REFUSED = "does not match the one that your organization has for you";
    /** A number of a country that the realm does not allow. */
    private static final String AMERICAN = "+1 212 736 5000";

    private static LdapServer ldap;
    private static RealmAdmin realm;
    private static RealmAdmin realmWithoutCountry;
    private static final Map<Mode, LdapDirectory> DIRECTORIES = new EnumMap<>(Mode.class);
    private static final Map<Mode, LdapDirectory> WITHOUT_COUNTRY = new EnumMap<>(Mode.class);

    @BeforeAll
    static void directories(Admin admin) {
        ldap = LdapServer.start();
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        realmWithoutCountry = admin.newSchoolRealm(
                school -> Admin.phoneSettings(school).put("cooldown", "0").remove("default-country"));
        for (Mode mode : Mode.values()) {
            DIRECTORIES.put(mode, LdapDirectory.add(realm, ldap, mode));
            WITHOUT_COUNTRY.put(mode, LdapDirectory.add(realmWithoutCountry, ldap, mode));
        }
    }

    @AfterAll
    static void stop() {
        ldap.close();
    }

    // --- a directory that nobody writes -----------------------------------------------------------------------------

    /** One person verifies the number of their phone. What happens to one who types a number that is not there, is in the table. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                           | stored
            OWN                          | refused
            +44 (0)OWN                   | refused
            0OWN                         | refused
            OWN ; OTHER                  | refused
            0OWN ; OWN                   | refused
            0OWN (mobile)                | refused
            mobile: 0OWN, home: OTHER    | refused
            see secretary ; 0OWN         | refused
            0OWN ext 4                   | stored
            0OWN x4                      | stored
            see secretary                | stored
            """)
    void unwritable(String values, String another, Simulator simulator) {
        for (Mode mode : List.of(Mode.READ_ONLY, Mode.READ_ONLY_NOT_IMPORTED, Mode.WRITABLE_BUT_THE_NUMBER)) {
            LdapDirectory directory = DIRECTORIES.get(mode);
            Case own = new Case(realm, directory, mode, values, new Phone(simulator), new Phone(simulator));
            own.verifies(own.own);
            own.leavesTheDirectoryAsItWas();

            Case other = new Case(realm, directory, mode, values, new Phone(simulator), new Phone(simulator));
            Phone typed = new Phone(simulator);
            if (another.equals("stored")) {
                other.verifies(typed);
            } else {
                other.isRefused(typed);
            }
            other.leavesTheDirectoryAsItWas();
        }
    }

    /** What cannot be read without a country code says nothing, so the credential alone decides. */
    @ParameterizedTest
    @EnumSource
    void nationalNotation_withoutDefaultCountry(Mode mode, Simulator simulator) {
        Case own = new Case(
                realmWithoutCountry,
                WITHOUT_COUNTRY.get(mode),
                mode,
                "0OWN",
                new Phone(simulator),
                new Phone(simulator));

        own.verifies(own.own);
    }

    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED", "WRITABLE_BUT_THE_NUMBER"})
    void numberOfACountryThatIsNotAllowed_costsNoMessage(Mode mode, Phone phone, Simulator simulator) {
        Case american = new Case(realm, DIRECTORIES.get(mode), mode, AMERICAN, phone, phone);

        Page page = realm.studentPortal().open(american.person);
        assertThat(page.has("#phonelatch-known"))
                .as("no code can be sent to it, so it is not offered")
                .isFalse();
        Page refused = page.number(AMERICAN);
        assertThat(refused.isNumberPage()).as(refused.toString()).isTrue();
        assertThat(american.error()).isEqualTo("country_not_allowed");

        american.isRefused(new Phone(simulator));
    }

    /** Else a password alone would find the directory's number out, one by one and without a message. */
    @Test
    void refusedNumbers_haveTheLimitOfMessagesPerHour_alsoForTheDirectorysOwn(Simulator simulator) {
        Case other = new Case(
                realm,
                DIRECTORIES.get(Mode.READ_ONLY),
                Mode.READ_ONLY,
                "OWN",
                new Phone(simulator),
                new Phone(simulator));
        Page page = realm.studentPortal()
                .open(other.person)
                .form("phonelatch-number-form")
                .press("change");
        for (int i = 0; i < 5; i++) {
            page = page.number(new Phone(simulator).number());
            assertThat(page.text()).contains(REFUSED);
        }

        for (Phone phone : List.of(new Phone(simulator), other.own)) {
            page = page.number(phone.number());
            assertThat(page.text()).contains("Too many codes were sent").doesNotContain(REFUSED);
            assertThat(phone.sendCalls()).isZero();
        }
    }

    /** The directory changed while the code was on its way. */
    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED", "WRITABLE_BUT_THE_NUMBER"})
    void directoryThatNamesAnotherNumberByNow_hasTheLastWord_inTheSameWords(Mode mode, Simulator simulator) {
        Case person = new Case(realm, DIRECTORIES.get(mode), mode, "", new Phone(simulator), new Phone(simulator));
        Page code = person.numberField().number(person.own.number());

        person.directory.write(person.person, List.of(person.other.number()));
        realm.post("clear-user-cache", null);
        Page refused = code.code(person.own.code());

        assertThat(refused.isNumberPage()).as(refused.toString()).isTrue();
        assertThat(refused.text()).contains(REFUSED);
        assertThat(person.error()).isEqualTo("number_not_in_directory");
        assertThat(realm.credentials(person.person, RealmAdmin.PHONE_CREDENTIAL))
                .isEmpty();
    }

    /** At the endpoints as on the pages. */
    @ParameterizedTest
    @EnumSource(names = {"READ_ONLY", "READ_ONLY_NOT_IMPORTED", "WRITABLE_BUT_THE_NUMBER"})
    void otherNumber_isRefusedAtTheEndpoints(Mode mode, Simulator simulator) {
        Case person = new Case(
                realm, DIRECTORIES.get(mode), mode, "0OWN ; OTHER", new Phone(simulator), new Phone(simulator));
        Phone typed = new Phone(simulator);
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(person.person));

        Reply refused = api.requestOtp(typed);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("number-not-allowed");
        assertThat(refused.text("detail")).contains("another number");
        assertThat(typed.sendCalls()).isZero();
        assertThat(person.error()).isEqualTo("number_not_in_directory");
        Reply asked = api.requestOtp(person.own);
        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(api.verifyOtp(asked, person.own.code()).status()).isEqualTo(200);
        person.leavesTheDirectoryAsItWas();
        person.hasVerified(person.own);
    }

    // --- a directory that Keycloak writes ---------------------------------------------------------------------------

    /** {@code after} is what the directory has after the person verified the number of their phone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                        | OWN
            OWN                       | OWN
            +44 (0)OWN                | +44 (0)OWN
            0OWN                      | 0OWN
            0OWN (mobile)             | 0OWN (mobile)
            0OWN ; OWN                | 0OWN ; OWN
            0OWN ; OTHER              | 0OWN ; OTHER
            OTHER                     | OTHER ; OWN
            0OWN ext 4                | 0OWN ext 4 ; OWN
            see secretary             | see secretary ; OWN
            +1 212 736 5000           | +1 212 736 5000 ; OWN
            """)
    void writable(String values, String after, Simulator simulator) {
        for (Mode mode : List.of(Mode.WRITABLE, Mode.WRITABLE_NOT_IMPORTED)) {
            Case own = new Case(realm, DIRECTORIES.get(mode), mode, values, new Phone(simulator), new Phone(simulator));

            own.verifies(own.own);

            assertThat(own.mobile()).as(mode.name()).containsExactlyInAnyOrderElementsOf(own.read(after));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITABLE", "WRITABLE_NOT_IMPORTED"})
    void newNumber_replacesTheHeldOne_andNothingElse(Mode mode, Simulator simulator) {
        Case person = new Case(
                realm,
                DIRECTORIES.get(mode),
                mode,
                "see secretary ; 0OWN ; OTHER",
                new Phone(simulator),
                new Phone(simulator));
        person.verifies(person.own);
        Phone next = new Phone(simulator);

        Page page = realm.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_action", RealmAdmin.PHONE_ACTION))
                .password(person.person)
                .current(person.own)
                .number(next.number())
                .code(next.code());

        assertThat(page.isCallback()).as(page.toString()).isTrue();
        assertThat(person.mobile()).containsExactlyInAnyOrder("see secretary", next.number(), person.other.number());
        person.hasVerified(next);
    }

    // --- a copy that Keycloak writes alone --------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''
            OWN
            0OWN
            OWN ; OTHER
            OTHER
            see secretary
            """)
    void unsynced(String values, Simulator simulator) {
        Case own = new Case(
                realm,
                DIRECTORIES.get(Mode.UNSYNCED),
                Mode.UNSYNCED,
                values == null ? "" : values,
                new Phone(simulator),
                new Phone(simulator));

        own.verifies(own.own);
        own.leavesTheDirectoryAsItWas();
    }

    // --- what happens to one person ---------------------------------------------------------------------------------

    /** One person of a directory. */
    private static final class Case {
        private final RealmAdmin realm;
        private final LdapDirectory directory;
        private final Mode mode;
        private final Phone own;
        private final Phone other;
        private final List<String> before;
        private final Person person;

        Case(RealmAdmin realm, LdapDirectory directory, Mode mode, String values, Phone own, Phone other) {
            this.realm = realm;
            this.directory = directory;
            this.mode = mode;
            this.own = own;
            this.other = other;
            this.before = read(values);
            this.person = directory.newPerson(before);
        }

        List<String> read(String values) {
            String national = own.number().substring(3);
            List<String> written = new ArrayList<>();
            Arrays.stream(values.split(";"))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .forEach(value -> {
                        boolean withCode = value.equals("OWN");
                        written.add(
                                withCode
                                        ? own.number()
                                        : value.replace("OWN", national.substring(0, 4) + " " + national.substring(4))
                                                .replace("OTHER", other.number()));
                    });
            return written;
        }

        List<String> mobile() {
            return directory.mobile(person);
        }

        void leavesTheDirectoryAsItWas() {
            assertThat(mobile()).as(mode.name()).containsExactlyInAnyOrderElementsOf(before);
        }

        /** The number page, with a field for a number. */
        private Page numberField() {
            Page page = realm.studentPortal().open(person);
            assertThat(page.isNumberPage()).as("%s: %s", mode, page).isTrue();
            return page.has("input[name=phone_number]")
                    ? page
                    : page.form("phonelatch-number-form").press("change");
        }

        void verifies(Phone phone) {
            Page code = numberField().number(phone.number());
            assertThat(code.isCodePage()).as("%s %s: %s", mode, before, code).isTrue();
            Page end = code.code(phone.code());
            assertThat(end.isCallback()).as("%s %s: %s", mode, before, end).isTrue();
            assertVerified(end.tokens(), phone);
            assertThat(phone.sendCalls()).as(mode.name()).isEqualTo(1);
            hasVerified(phone);
        }

        /** Also at the next sign-in, which reads the directory anew. */
        void hasVerified(Phone phone) {
            realm.post("clear-user-cache", null);
            Page next = realm.studentPortal().open(person);
            assertThat(next.isCallback()).as("%s %s: %s", mode, before, next).isTrue();
            assertVerified(next.tokens(), phone);
        }

        private void assertVerified(Tokens tokens, Phone phone) {
            JsonNode claims = tokens.idClaims();
            assertThat(claims.path("phone_number").asText()).isEqualTo(phone.number());
            assertThat(claims.path("phone_number_verified").asBoolean()).isTrue();
        }

        void isRefused(Phone phone) {
            Page page = numberField().number(phone.number());
            assertThat(page.isNumberPage()).as("%s %s: %s", mode, before, page).isTrue();
            assertThat(page.text()).as("%s %s", mode, before).contains(REFUSED);
            assertThat(phone.sendCalls()).as(mode.name()).isZero();
            assertThat(error()).isEqualTo("number_not_in_directory");
        }

        /** Of the newest event about a number that was not verified. */
        String error() {
            return realm.events(person, "CUSTOM_REQUIRED_ACTION_ERROR")
                    .get(0)
                    .path("error")
                    .asText();
        }
    }
}
