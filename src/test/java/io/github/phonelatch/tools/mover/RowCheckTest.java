package io.github.phonelatch.tools.mover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowCheckTest {
    private static final String ID = "6f1c1d0e-0b51-4d3c-9d38-0d9f3a3f1a11";

    private static Checked check(String titles, String... fields) {
        try {
            Header header = Header.of(Arrays.asList(titles.split(",")));
            return new RowCheck(header, PhoneNumbers.of("GB").orElseThrow(), ZoneId.of("Europe/London"), "school")
                    .check(new CsvFile.Row(7, List.of(fields)));
        } catch (BadFile e) {
            throw new AssertionError(e);
        }
    }

    private static Registrant good(String titles, String... fields) {
        Checked checked = check(titles, fields);
        assertThat(checked).isInstanceOf(Checked.Good.class);
        return ((Checked.Good) checked).registrant();
    }

    private static List<Fault> faults(String titles, String... fields) {
        Checked checked = check(titles, fields);
        assertThat(checked).isInstanceOf(Checked.Bad.class);
        return ((Checked.Bad) checked).faults();
    }

    private static Registrant with(String title, String value) {
        return good("name,email," + title, "Ada", "ada@school.example", value);
    }

    private static String faultOf(String title, String value) {
        List<Fault> faults = faults("name,email," + title, "Ada", "ada@school.example", value);
        assertThat(faults).singleElement().extracting(Fault::column).isEqualTo(title);
        return faults.get(0).reason();
    }

    @Test
    void fullRow_isTakenAsItIs() {
        Registrant ada = good(
                "id,name,email,email_verified,password,phone,status,last_login,created_at",
                ID.toUpperCase(Locale.ROOT),
                " Zoë O'Brien ",
                "Zoe.OBrien@School.Example",
                "t",
                Run.HASH,
                "07400 123456",
                "Inactive",
                "2024-05-01T08:30:00.5+02:00",
                "2020-01-02");

        assertThat(ada.line()).isEqualTo(7);
        assertThat(ada.id()).hasToString(ID);
        assertThat(ada.name()).isEqualTo("Zoë O'Brien");
        assertThat(ada.email()).isEqualTo("zoe.obrien@school.example");
        assertThat(ada.emailVerified()).isTrue();
        assertThat(ada.password()).contains(new BcryptHash(Run.HASH, 10));
        assertThat(ada.phone()).contains("+447400123456");
        assertThat(ada.enabled()).isFalse();
        assertThat(ada.lastLogin()).contains(Instant.parse("2024-05-01T06:30:00.5Z"));
        assertThat(ada.created()).contains(Instant.parse("2020-01-02T00:00:00Z"));
    }

    @Test
    void nameAndAddressAlone_areEnough() {
        Registrant ada = good("email,name", "ada@school.example", "Ada");

        assertThat(ada.enabled()).isTrue();
        assertThat(ada.emailVerified()).isFalse();
        assertThat(ada.password()).isEmpty();
        assertThat(ada.phone()).isEmpty();
        assertThat(ada.phoneUnreadable()).isFalse();
    }

    @Test
    void missingId_isMadeFromTheAddress_theSameEachTime() {
        Registrant first = good("name,email", "Ada", "ada@school.example");

        assertThat(good("name,email,id", "Ada L.", "ADA@school.example", "").id())
                .isEqualTo(first.id());
        assertThat(good("name,email", "Ada", "ada2@school.example").id()).isNotEqualTo(first.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\N", "NULL"})
    void noValue_isWrittenInManyWays(String nothing) {
        assertThat(with("password", nothing).password()).isEmpty();
        assertThat(with("phone", nothing).phone()).isEmpty();
        assertThat(with("phone", nothing).phoneUnreadable()).isFalse();
        assertThat(with("last_login", nothing).lastLogin()).isEmpty();
        assertThat(with("email_verified", nothing).emailVerified()).isFalse();
    }

    @Test
    void neverInMySql_isNoLastLogin_andNoTimeOfCreation() {
        assertThat(with("last_login", "0000-00-00 00:00:00").lastLogin()).isEmpty();
        assertThat(faultOf("created_at", "0000-00-00 00:00:00")).contains("point in time");
    }

    @Test
    void somebodyNamedNull_isNotNobody() {
        assertThat(good("name,email", "NULL", "null@school.example").name()).isEqualTo("NULL");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-01T08:30:00Z,2024-05-01T08:30:00Z",
        "2024-05-01t08:30:00z,2024-05-01T08:30:00Z",
        "2024-05-01 08:30:00,2024-05-01T07:30:00Z",
        "2024-01-01 08:30,2024-01-01T08:30:00Z",
        "2024-05-01 08:30:00.123456+00,2024-05-01T08:30:00.123456Z",
        "2024-05-01 08:30:00+0530,2024-05-01T03:00:00Z",
        "2024-05-01 08:30:00 UTC,2024-05-01T08:30:00Z",
        "2024-05-01,2024-04-30T23:00:00Z"
    })
    void timesAreRead_inTheNotationsOfDatabases(String text, Instant time) {
        assertThat(with("last_login", text).lastLogin()).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "01/05/2024",
                "1714552200",
                "2024-02-30",
                "2024-05-01 25:00:00",
                "2024-05-01 08:30:00+99"
            })
    void otherTimes_areRefused(String text) {
        assertThat(faultOf("last_login", text)).contains("is no point in time");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "@school.example",
                "ada@",
                "ada@@school.example",
                "a da@school.example",
                "ada@school..example",
                "ada.@school.example",
                "ada@-school.example",
                "Ada <ada@school.example>",
                "ada@school.example."
            })
    void whatIsNoAddress_isRefused(String text) {
        assertThat(faults("name,email", "Ada", text)).containsExactly(Fault.of(Column.EMAIL, "is no e-mail address"));
    }

    @Test
    void lengths_areThoseOfTheOldTable() {
        String domain = "@" + "a".repeat(117) + ".example";
        assertThat(good("name,email", "n".repeat(180), "l".repeat(54) + domain).email())
                .hasSize(180);
        assertThat(faults("name,email", "n".repeat(181), "l".repeat(55) + domain))
                .extracting(Fault::column, Fault::reason)
                .containsExactly(
                        tuple("name", "is longer than 180 characters"),
                        tuple("email", "is longer than 180 characters"));
        assertThat(faults("name,email", "Ada", "l".repeat(65) + "@school.example"))
                .containsExactly(Fault.of(Column.EMAIL, "is no e-mail address"));
    }

    @Test
    void everyFaultOfARow_isNamedAtOnce() {
        assertThat(faults("name,email,password,status,id,email_verified", "", "x", "md5", "gone", "17", "maybe"))
                .extracting(Fault::column)
                .containsExactlyInAnyOrder("name", "email", "password", "status", "id", "email_verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada <script>", "Ada (Annie)", "Ada\nLovelace", "Ada/Lovelace"})
    void nameThatKeycloakTakesNowhere_isRefused(String name) {
        assertThat(faults("name,email", name, "ada@school.example"))
                .singleElement()
                .extracting(Fault::column)
                .isEqualTo("name");
    }

    @Test
    void nameInAnyScript_isTaken() {
        assertThat(good("name,email", "عائشة 山田 Đặng", "a@school.example").name())
                .isEqualTo("عائشة 山田 Đặng");
    }

    @Test
    void textThatWasNoUtf8_isRefused_ratherThanStoredBroken() {
        assertThat(faults("name,email", "Zo\uFFFD", "zoe@school.example"))
                .singleElement()
                .extracting(Fault::reason)
                .asString()
                .contains("export the file as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void hashOfEachName_isTaken(String prefix) {
        assertThat(with("password", prefix + "04$" + "a".repeat(53)).password())
                .map(BcryptHash::cost)
                .contains(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "$2x$10$", "$1$abc", "$2b$10$short", "$argon2id$v=19$m=1"})
    void otherHash_isRefused_andNotQuoted(String text) {
        assertThat(faultOf("password", text)).contains("is no bcrypt hash").doesNotContain(text.substring(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"03", "17", "31"})
    void hashThatTakesTooLongOrIsWorthless_isRefused(String cost) {
        assertThat(faultOf("password", "$2b$" + cost + "$" + "a".repeat(53))).contains("cost");
    }

    @Test
    void phoneThatCannotBeRead_keepsNobodyOut() {
        Registrant ada = with("phone", "ask mum");

        assertThat(ada.phone()).isEmpty();
        assertThat(ada.phoneUnreadable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"07400 123456,+447400123456", "+44 (0)7400-123456,+447400123456", "+33 6 12 34 56 78,+33612345678"})
    void phone_isStoredAsE164(String text, String number) {
        assertThat(with("phone", text).phone()).contains(number);
    }

    @Test
    void emptyStatus_isRefused_whereTheColumnIsThere() {
        assertThat(faultOf("status", "")).isEqualTo("is neither active nor inactive");
    }

    @Test
    void rowOfAnotherLength_isRefused_andABlankOneIsNone() {
        assertThat(faults("name,email", "Ada", "ada@school.example", "more"))
                .containsExactly(Fault.row("has 3 fields and the header 2"));
        assertThat(check("name,email", "", " ")).isInstanceOf(Checked.Blank.class);
        assertThat(check("name,email", "")).isInstanceOf(Checked.Blank.class);
    }

    @Test
    void nobodysDataIsInATextForLogs() {
        Registrant ada = good("name,email,password,phone", "Ada", "ada@school.example", Run.HASH, "07400123456");

        assertThat(Optional.of(ada) + " " + ada.password() + new CsvFile.Row(3, List.of("Ada")))
                .doesNotContain("Ada", "ada@", "$2b$", "7400123456");
    }
}
