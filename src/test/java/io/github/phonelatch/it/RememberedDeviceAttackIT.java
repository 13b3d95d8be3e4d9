package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.HttpCookie;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody with the cookie of a remembered device, by theft or because the computer is shared. */
@ExtendWith(SharedServer.class)
class RememberedDeviceAttackIT {
    private static RealmAdmin realm;
    /** With what the file asks of whoever changes a factor. */
    private static RealmAdmin shipped;

    @BeforeAll
    static void realm(Admin admin) {
        realm = Remembered.realm(admin);
        // So that Keycloak asks anew for each change of a number, also within a session.
        realm.savePhoneSettings(Map.of("max_auth_age", "0"));
        shipped = admin.newSchoolRealm(Admin::asShipped);
    }

    @Test
    void stolenCookie_withoutThePassword_givesNothing(Phone phone) {
        Remembered teacher = Remembered.teacher(realm, phone);
        teacher.assertKnown();

        Page silent = realm.studentPortal().open(teacher.later(), Map.of("prompt", "none"));
        assertThat(silent.callback("error")).isEqualTo("login_required");
        HttpBrowser thief = teacher.later();
        Page start = realm.studentPortal().open(thief);
        assertThat(start.has("form#kc-form-login")).isTrue();
        assertThat(start.body()).doesNotContain(teacher.person().email());
        Page refused = start.password(
                new Person(teacher.person().id(), teacher.person().email(), "a guess"));
        assertThat(refused.has("form#kc-form-login")).as(refused.toString()).isTrue();
        assertThat(thief.cookies("KEYCLOAK_IDENTITY")).isEmpty();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void cookieOfAnother_doesNotSpareTheCode(Phone phone, Phone mine) {
        Remembered victim = Remembered.teacher(realm, phone);
        Person thief = realm.newVerifiedTeacher(mine);

        Remembered.assertAsked(realm.studentPortal().open(victim.later()).password(thief));
        assertThat(mine.messages()).hasSize(1);
    }

    /** With a factor of their own the thief would need neither the code nor the cookie any more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "phonelatch-verify-phone",
                "CONFIGURE_TOTP",
                "webauthn-register",
                "webauthn-register-passwordless",
                "CONFIGURE_RECOVERY_AUTHN_CODES",
                "delete_credential"
            })
    void sessionOnARememberedDevice_touchesNoFactor_inTheSchoolRealm(String action, Phone phone) {
        Remembered teacher = Remembered.teacher(shipped, phone);
        HttpBrowser thief = teacher.later();
        assertThat(shipped.studentPortal()
                        .open(thief)
                        .password(teacher.person())
                        .isCallback())
                .isTrue();
        // Sessions younger than a second count as fresh.
        Instant next = Instant.now().plusSeconds(2);
        Await.until("the next second", () -> Instant.now().isAfter(next));
        String phoneId = shipped.credentials(teacher.person(), RealmAdmin.PHONE_CREDENTIAL)
                .get(0)
                .get("id")
                .asText();

        Page page = shipped.studentPortal()
                .open(thief, Map.of("kc_action", action.equals("delete_credential") ? action + ":" + phoneId : action));

        assertThat(page.has("form#kc-form-login")).as(page.toString()).isTrue();
        Page asked = page.form("kc-form-login")
                .with("password", teacher.person().password())
                .submit();
        assertThat(asked.isCodePage()).as(asked.toString()).isTrue();
    }

    @Test
    void cookieOfAnotherRealm_doesNotSpareTheCode(Admin admin, Phone phone) {
        Remembered there = Remembered.teacher(Remembered.realm(admin), phone);
        Person here = realm.newVerifiedTeacher(phone);
        HttpCookie moved = there.cookie();
        moved.setPath("/realms/" + realm.name() + "/");

        Remembered.assertAsked(
                realm.studentPortal().open(Remembered.browserWith(moved)).password(here));
    }

    @Test
    void tamperedCookie_isNone_andBreaksNothing(Phone phone) {
        Remembered teacher = Remembered.teacher(realm, phone);
        String[] parts = teacher.cookie().getValue().split("\\.", -1);
        Person other = realm.newVerifiedTeacher(phone);
        ObjectNode claims = (ObjectNode) Signed.claims(teacher.cookie().getValue());
        String forOther = Signed.part(
                Json.parse(claims.toString().replace(teacher.person().id(), other.id())));
        String none = Signed.part(Json.object().put("alg", "none").put("typ", "JWT"));

        for (String value : List.of(
                parts[0] + "." + forOther + "." + parts[2],
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                parts[1],
                "..",
                "x",
                "",
                "e30.e30.e30",
                "x".repeat(4000))) {
            teacher.assertAsked(teacher.browserWith(value));
        }
        Remembered.assertAsked(realm.studentPortal()
                .open(teacher.browserWith(parts[0] + "." + forOther + "." + parts[2]))
                .password(other));
        teacher.assertKnown();
    }

    @Test
    void otherTokensOfTheRealm_areNoDevices(Phone phone) {
        Remembered teacher = Remembered.teacher(realm, phone);

        for (String value : List.of(
                teacher.browser().cookies("KEYCLOAK_IDENTITY").get(0).getValue(),
                teacher.tokens().refreshToken(),
                teacher.tokens().idToken(),
                teacher.tokens().accessToken())) {
            teacher.assertAsked(teacher.browserWith(value));
        }
    }

    /** Signed by the realm's own key, as nobody outside can: each thing that is checked counts by itself. */
    @Test
    void signedTokenThatSaysSomethingElse_isNoDevice(Admin admin, Phone phone, Phone another) {
        RealmAdmin own = Remembered.realm(admin);
        Signed key = Signed.keyOf(own);
        Remembered teacher = Remembered.teacher(own, phone);
        Remembered colleague = Remembered.teacher(own, another);
        ObjectNode claims = (ObjectNode) Signed.claims(teacher.cookie().getValue());
        long past = Instant.now().minusSeconds(1).getEpochSecond();

        teacher.assertKnown(teacher.browserWith(key.sign(claims)));

        teacher.assertAsked(teacher.browserWith(key.sign(claims.deepCopy().put("typ", "Refresh"))));
        teacher.assertAsked(teacher.browserWith(key.sign(claims.deepCopy().without("typ"))));
        teacher.assertAsked(teacher.browserWith(key.sign(claims.deepCopy().put("azp", "another realm"))));
        teacher.assertAsked(teacher.browserWith(key.sign(claims.deepCopy().without("azp"))));
        teacher.assertAsked(teacher.browserWith(key.sign(claims.deepCopy().put("exp", past))));
        teacher.assertAsked(teacher.browserWith(key.sign(claims.deepCopy().without("exp"))));
        teacher.assertAsked(teacher.browserWith(key.sign(claims.deepCopy().without("devices"))));
        teacher.assertAsked(teacher.browserWith(key.sign(claims.deepCopy().putNull("devices"))));
        ObjectNode stolen = claims.deepCopy();
        stolen.withObject("/devices")
                .put(teacher.person().id(), colleague.devices().get(0).get("id").asText());
        teacher.assertAsked(teacher.browserWith(key.sign(stolen)));
        ObjectNode password = claims.deepCopy();
        password.withObject("/devices")
                .put(
                        teacher.person().id(),
                        own.credentials(teacher.person(), "password")
                                .get(0)
                                .get("id")
                                .asText());
        teacher.assertAsked(teacher.browserWith(key.sign(password)));
    }

    @Test
    void sharedComputer_remembersFourPeople_theLatestOnes(Simulator simulator) {
        HttpBrowser shared = new HttpBrowser();
        List<Remembered> people = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            if (i == 2) {
                people.forEach(Remembered::assertKnown);
            }
            people.add(Remembered.teacher(realm, new Phone(simulator), shared));
            realm.studentPortal().logout(shared, people.get(i).tokens());
        }

        people.get(0).assertAsked();
        people.subList(1, 5).forEach(Remembered::assertKnown);
        assertThat(people.get(0).cookie().getValue().length()).isLessThan(2000);
    }

    /** What is to be proven anew is proven anew: without a session and within one. */
    @ParameterizedTest
    @CsvSource({"prompt, login", "max_age, 3600", "max_age, 0", "kc_action, phonelatch-verify-phone"})
    void freshVerification_isAskedForInSpiteOfTheCookie(String parameter, String value, Phone phone) {
        Remembered teacher = Remembered.teacher(realm, phone);
        teacher.assertKnown();

        Remembered.assertAsked(teacher.signIn(teacher.later(), Map.of(parameter, value)));

        if (!value.equals("3600")) {
            // Keycloak counts whole seconds: within the second of the sign-in nothing is older than 0 s.
            Page again = Await.value(
                    "the password asked for anew",
                    () -> Optional.of(realm.studentPortal().open(teacher.browser(), Map.of(parameter, value)))
                            .filter(page -> page.has("form#kc-form-login")));
            Page code = again.form("kc-form-login")
                    .with("password", teacher.person().password())
                    .submit();
            Remembered.assertAsked(code);
            assertThat(code.has("[name=code], [value=send]")).isTrue();
        }
        teacher.assertKnown();
    }

    @Test
    void devicesOfOnePerson_areTenAtMost_theLatestOnes(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        ObjectNode password =
                (ObjectNode) realm.credentials(teacher, "password").get(0);
        Instant start = Instant.now().minus(Duration.ofHours(1));
        realm.updateUser(teacher, user -> {
            ArrayNode credentials = user.putArray("credentials");
            for (int i = 0; i < 15; i++) {
                Instant since = start.plusSeconds(i);
                credentials
                        .addObject()
                        .put("type", RealmAdmin.DEVICE_CREDENTIAL)
                        .put("userLabel", "device " + i)
                        .put("createdDate", since.toEpochMilli())
                        .put("secretData", "{}")
                        .put(
                                "credentialData",
                                Json.object()
                                        .put("number", phone.number())
                                        .put(
                                                "password",
                                                password.get("id").asText() + "@"
                                                        + password.get("createdDate")
                                                                .asText())
                                        .put("since", since.toString())
                                        .put(
                                                "until",
                                                since.plus(Duration.ofDays(30)).toString())
                                        .toString());
            }
        });

        Remembered remembered = Remembered.in(new HttpBrowser(), realm, teacher, phone);

        assertThat(remembered.devices()).hasSize(10);
        assertThat(remembered.devices())
                .extracting(device -> device.get("userLabel").asText())
                .contains("device 14", "device 6")
                .doesNotContain("device 5");
        remembered.assertKnown();
    }

    @Test
    void deviceRememberedAnewOnTheSameBrowser_replacesTheOneBefore(Phone phone) {
        Remembered first = Remembered.teacher(realm, phone);
        HttpBrowser copied = first.later();

        HttpBrowser again = first.later();
        Page code = first.signIn(again, Map.of("prompt", "login"));
        assertThat((code.isCodePage()
                                ? code
                                : code.form("phonelatch-number-form").press("send"))
                        .rememberedCode(phone.code())
                        .isCallback())
                .isTrue();

        assertThat(first.devices()).hasSize(1);
        first.assertAsked(copied);
        first.assertKnown(
                Remembered.browserWith(again.cookies(Remembered.COOKIE).get(0)));
    }

    /** One code, handed in by several browsers of its owner at once. */
    @Test
    void codeHandedInManyTimesAtOnce_remembersOneDevice(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        List<HttpBrowser> browsers = new ArrayList<>();
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            browsers.add(new HttpBrowser());
            pages.add(realm.studentPortal().open(browsers.get(i)).password(teacher));
        }
        String right = phone.code();
        assertThat(phone.sendCalls()).isEqualTo(1);

        List<Page> answers = AtOnce.run(pages.size(), i -> pages.get(i).rememberedCode(right));

        assertThat(answers.stream().filter(Page::isCallback)).hasSize(1);
        assertThat(browsers.stream()
                        .filter(browser -> !browser.cookies(Remembered.COOKIE).isEmpty()))
                .hasSize(1);
        assertThat(realm.credentials(teacher, RealmAdmin.DEVICE_CREDENTIAL)).hasSize(1);
    }
}
