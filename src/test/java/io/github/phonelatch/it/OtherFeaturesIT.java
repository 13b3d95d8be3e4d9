package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.RealmYouHave;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Verifications;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/sign-in.md says of features of Keycloak's own that no other test is about. */
@ExtendWith(SharedServer.class)
class OtherFeaturesIT {

    /** Keycloak counts sessions when the flow comes to its step: after the code, which is no way round it. */
    @Test
    void sessionLimit_refusesTheSecondSession_afterItsCode(Admin admin, Phone phone) {
        RealmAdmin realm =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        realm.browserFlow(
                        "one session",
                        forms -> forms.execution("phonelatch-otp", REQUIRED)
                                .execution(
                                        "user-session-limits",
                                        REQUIRED,
                                        Map.of(
                                                "userRealmLimit",
                                                "1",
                                                "userClientLimit",
                                                "0",
                                                "behavior",
                                                "Deny new session")))
                .bindBrowser();
        Person student = realm.newVerifiedStudent(phone);
        assertThat(realm.studentPortal().open(student).code(phone.code()).isCallback())
                .isTrue();

        Page second = realm.studentPortal().open(student);
        assertThat(second.isCodePage()).as(second.toString()).isTrue();
        second = second.code(phone.code());

        assertThat(second.isCallback()).as(second.toString()).isFalse();
        assertThat(realm.get("users/" + student.id() + "/sessions")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"My School", "Schule Zürich", "مدرسة"})
    void nameOfTheRealm_mayHoldSpacesAndAnyLetters_theDeviceIsKnownThere(String name, Admin admin, Phone phone) {
        RealmAdmin realm = admin.newRealm(name);
        RealmYouHave.setUp(realm, Map.of("cooldown", "0"));
        realm.createClient(
                Map.of("clientId", "portal", "publicClient", true, "redirectUris", List.of(App.CALLBACK.toString())));
        realm.browserFlow(
                        "devices",
                        forms -> forms.subflow(
                                "a code on a new device",
                                CONDITIONAL,
                                code -> code.execution("phonelatch-condition-new-device", REQUIRED)
                                        .execution("phonelatch-otp", REQUIRED, Map.of("remember-device-days", "30"))))
                .bindBrowser();
        Person person = realm.newPerson(
                user -> Verifications.put(user, phone.number(), Instant.now().minus(Duration.ofDays(3))));
        HttpBrowser browser = new HttpBrowser();
        Page page = realm.app("portal").open(browser).password(person);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(page.rememberedCode(phone.code()).tokens().granted()).isTrue();

        HttpBrowser later = new HttpBrowser();
        browser.cookies(Remembered.COOKIE).forEach(later::add);
        assertThat(realm.app("portal").open(later).password(person).isCallback())
                .isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    /** Secrets and ids stay behind, as Keycloak writes them. */
    @Test
    void exportedRealm_importedAgain_hasTheSettingsAndAsksForTheNumber(
            Admin admin, RealmAdmin school, Phone phone, @TempDir Path folder) throws IOException {
        ObjectNode exported = (ObjectNode) school.export();
        Path file = Files.writeString(folder.resolve("realm.json"), exported.toString());

        RealmAdmin copy = admin.newRealm(file, realm -> {
            for (JsonNode owner : realm.findParents("id")) {
                ((ObjectNode) owner).remove("id");
            }
            ((ObjectNode) realm.get("components")).remove("org.keycloak.keys.KeyProvider");
        });

        assertThat(copy.phoneSettings()).isEqualTo(school.phoneSettings());
        Page page = copy.studentPortal().open(copy.newStudent()).number(phone.number());
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(page.code(phone.code())
                        .tokens()
                        .idClaims()
                        .path("phone_number")
                        .asText())
                .isEqualTo(phone.number());
    }
}
