package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device without a browser, such as a classroom's screen: the person signs in on another one and the device waits. */
@ExtendWith(SharedServer.class)
class DeviceGrantIT {
    private static RealmAdmin realm;
    private static App screen;

    private Person student;
    private JsonNode waiting;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
        realm.createClient(Map.of(
                "clientId",
                "screen",
                "publicClient",
                true,
                "standardFlowEnabled",
                false,
                "attributes",
                Map.of("oauth2.device.authorization.grant.enabled", "true", "oauth2.device.polling.interval", "1")));
        screen = realm.app("screen");
    }

    @BeforeEach
    void deviceWaits() {
        student = realm.newStudent();
        waiting = screen.device();
    }

    @Test
    void deviceOfAnUnprovenPerson_waitsUntilTheNumberIsProven(Phone phone) {
        Page page = open();
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(poll().error()).isEqualTo("authorization_pending");

        page = page.number(phone.number());
        assertThat(poll().error()).isEqualTo("authorization_pending");
        grant(page.code(phone.code()));

        Tokens tokens = poll();
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
    }

    @Test
    void proofWithdrawnBeforeTheDeviceAsks_leavesItWithoutTokens(Phone phone) {
        grant(open().number(phone.number()).code(phone.code()));

        realm.deletePhoneCredential(student);

        Tokens tokens = poll();
        assertThat(tokens.error()).isEqualTo("invalid_grant");
        assertThat(tokens.errorDescription()).isEqualTo("Account is not fully set up");
        assertThat(poll().error()).as("the device code is used up").isEqualTo("invalid_grant");
    }

    /** Keycloak lets a browser leave out the action by posting its consent form's address; the device gains nothing by it. */
    @Test
    void consentThatLeavesOutTheAction_isWorthNoToken() {
        Page page = open();
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        URI consent = URI.create(
                page.form("phonelatch-number-form").action().toString().replaceFirst("required-action", "consent"));

        page.post(consent, Map.of("accept", "Yes"));

        Tokens tokens = poll();
        assertThat(tokens.granted()).isFalse();
        assertThat(tokens.error()).isEqualTo("invalid_grant");
        Harm.none(realm, student);
    }

    private Page open() {
        return new HttpBrowser()
                .open(URI.create(waiting.get("verification_uri_complete").asText()))
                .password(student);
    }

    /** Keycloak always asks whether the device may, whatever the client's settings. */
    private static void grant(Page page) {
        URI consent = URI.create(page.element("form[action*=consent]").absUrl("action"));
        Page done = page.post(
                consent,
                Map.of("accept", "Yes", "code", page.element("input[name=code]").attr("value")));
        assertThat(done.status()).as(done.toString()).isEqualTo(200);
    }

    /** The first answer that is not "too soon". */
    private Tokens poll() {
        return Await.value(
                "an answer to the device",
                () -> Optional.of(screen.poll(waiting))
                        .filter(answer -> !answer.error().equals("slow_down")));
    }
}
