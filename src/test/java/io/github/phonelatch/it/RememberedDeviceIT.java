package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.DISABLED;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device on which a teacher chose not to be asked for a code. */
@ExtendWith(SharedServer.class)
class RememberedDeviceIT {
    private static final String CONDITION = "phonelatch-condition-new-device";

    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = Remembered.realm(admin);
        Remembered.accountClient(realm);
    }

    @Test
    void cookie_isOfThisRealmOnly_hiddenFromScripts_andLastsAsLongAsTheSettingSays(Phone phone) {
        HttpBrowser browser = Remembered.teacher(realm, phone).browser();

        List<String> headers = browser.setCookies(Remembered.COOKIE);
        assertThat(headers).hasSize(1);
        List<String> attributes = Stream.of(headers.get(0).split(";", -1))
                .skip(1)
                .map(String::strip)
                .toList();
        // No Domain among them: it goes back to this very host only.
        assertThat(attributes)
                .filteredOn(attribute -> !attribute.startsWith("Expires=") && !attribute.equals("Version=1"))
                .containsExactlyInAnyOrder(
                        "Path=/realms/" + realm.name() + "/",
                        "Max-Age=" + Duration.ofDays(30).toSeconds(),
                        "Secure",
                        "HttpOnly",
                        "SameSite=Lax");
    }

    @Test
    void nextSignIn_needsNoCodeAndNoProvider(Phone phone) {
        Remembered teacher = Remembered.teacher(realm, phone);
        assertThat(phone.sendCalls()).isEqualTo(1);

        realm.studentPortal().logout(teacher.browser(), teacher.tokens());
        assertThat(teacher.tokens().refresh().granted()).isFalse();

        teacher.assertKnown(teacher.browser());
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(teacher.browser().setCookies(Remembered.COOKIE))
                .as("the days are not counted anew")
                .hasSize(1);
    }

    @Test
    void boxLeftUnchecked_remembersNothing(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page code = realm.studentPortal().open(browser).password(teacher);
        assertThat(code.form("phonelatch-code-form").value("remember_device"))
                .as("unchecked as shown")
                .isNull();
        Tokens tokens = code.code(phone.code()).tokens();
        realm.studentPortal().logout(browser, tokens);

        assertThat(browser.setCookies(Remembered.COOKIE)).isEmpty();
        assertThat(realm.credentials(teacher, RealmAdmin.DEVICE_CREDENTIAL)).isEmpty();
        Remembered.assertAsked(realm.studentPortal().open(browser).password(teacher));
    }

    @Test
    void wrongCode_remembersNothing(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page code = realm.studentPortal().open(browser).password(teacher);

        Page again = code.rememberedCode(phone.wrongCode());

        assertThat(again.isCodePage()).isTrue();
        assertThat(again.form("phonelatch-code-form").value("remember_device"))
                .as("the choice is kept for the next try")
                .isNotNull();
        assertThat(browser.setCookies(Remembered.COOKIE)).isEmpty();
        assertThat(realm.credentials(teacher, RealmAdmin.DEVICE_CREDENTIAL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "", "-1", "366", "thirty", "30.5", "99999999999"})
    void settingThatSaysNoDays_offersNothing_andAForgedChoiceIsPassedOver(String days, Phone phone) {
        withStep(Map.of("remember-device-days", days), CONDITION, REQUIRED);
        assertNotOffered(phone);
    }

    @Test
    void flowWithoutTheCondition_offersNothing_andAForgedChoiceIsPassedOver(Phone phone) {
        withStep(Map.of("remember-device-days", "30"), "phonelatch-condition-verified", REQUIRED);
        assertNotOffered(phone);
    }

    @Test
    void flowWithTheConditionTurnedOff_offersNothing_andAForgedChoiceIsPassedOver(Phone phone) {
        withStep(Map.of("remember-device-days", "30"), CONDITION, DISABLED);
        assertNotOffered(phone);
    }

    @Test
    void flowWithTheConditionAndDays_offersIt(Phone phone) {
        withStep(Map.of("remember-device-days", "1"), CONDITION, REQUIRED);
        Page code = realm.app("teacher-portal").open(realm.newVerifiedTeacher(phone));

        assertThat(code.has("[name=remember_device]")).isTrue();
        assertThat(code.text()).contains("1 day");
    }

    @Test
    void fewerDaysOfAnother_doNotShortenTheCookie(Phone first, Phone second) {
        Remembered teacher = Remembered.teacher(realm, first);
        HttpBrowser shared = teacher.later();
        withStep(Map.of("remember-device-days", "1"), CONDITION, REQUIRED);

        Page done = realm.app("teacher-portal")
                .open(shared)
                .password(realm.newVerifiedTeacher(second))
                .rememberedCode(second.code());

        assertThat(done.isCallback()).as(done.toString()).isTrue();
        assertThat(shared.cookies(Remembered.COOKIE))
                .singleElement()
                .satisfies(cookie -> assertThat(Duration.ofSeconds(cookie.getMaxAge()))
                        .isBetween(Duration.ofDays(29), Duration.ofDays(30)));
        teacher.assertKnown(
                Remembered.browserWith(shared.cookies(Remembered.COOKIE).get(0)));
    }

    @Test
    void owner_readsOfTheDeviceUntilWhenItIsRemembered_andOnlyWhereThereIsOne(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Tokens account =
                realm.app(Remembered.ACCOUNT).open(teacher).code(phone.code()).tokens();
        assertThat(listed(account).isMissingNode()).isTrue();

        Remembered.in(new HttpBrowser(), realm, teacher, phone);

        JsonNode type = listed(account);
        assertThat(type.get("removeable").asBoolean()).isTrue();
        assertThat(type.get("displayName").asText()).isEqualTo("phonelatch-device-display-name");
        assertThat(type.get("userCredentialMetadatas")).hasSize(1);
        JsonNode device = type.get("userCredentialMetadatas").get(0);
        Instant created =
                Instant.ofEpochMilli(device.at("/credential/createdDate").asLong());
        assertThat(created).isBetween(Instant.now().minus(Duration.ofMinutes(10)), Instant.now());
        String until = LocalDate.ofInstant(created.plus(Duration.ofDays(30)), ZoneOffset.UTC)
                .toString();
        assertThat(device.get("infoMessage"))
                .isEqualTo(Json.of(Map.of("key", "phonelatch-device-until", "parameters", List.of(until))));
        assertThat(device.at("/credential/userLabel").asText()).isNotBlank();
        assertThat(device.at("/credential/secretData").isMissingNode()).isTrue();
    }

    private static JsonNode listed(Tokens account) {
        for (JsonNode type : account.app()
                .account(account.accessToken(), "GET", "credentials", null)
                .body()) {
            if (type.get("type").asText().equals(RealmAdmin.DEVICE_CREDENTIAL)) {
                return type;
            }
        }
        return Json.object().path("none");
    }

    /** The sign-in of the portal, with a step of these settings under a condition. */
    private static void withStep(Map<String, String> settings, String condition, Flow.Requirement honoured) {
        String alias = "step " + UUID.randomUUID();
        Consumer<Flow> step = second -> second.execution(condition, honoured)
                .execution("conditional-user-role", REQUIRED, Map.of("condUserRole", "teacher"))
                .execution("phonelatch-otp", REQUIRED, settings);
        realm.browserFlow(alias, forms -> forms.subflow(alias + " second", CONDITIONAL, step))
                .bindBrowserOf("teacher-portal");
    }

    private static void assertNotOffered(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page code = realm.app("teacher-portal").open(browser).password(teacher);
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        assertThat(code.has("[name=remember_device]")).isFalse();

        Page done = code.form("phonelatch-code-form")
                .with("code", phone.code())
                .forged("remember_device", "on")
                .press("verify");

        assertThat(done.tokens().granted()).isTrue();
        assertThat(browser.setCookies(Remembered.COOKIE)).isEmpty();
        assertThat(realm.credentials(teacher, RealmAdmin.DEVICE_CREDENTIAL)).isEmpty();
    }
}
