package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What ends that a device is remembered. The browser keeps its cookie; it is the server that no longer knows it. */
@ExtendWith(SharedServer.class)
class RememberedDeviceEndsIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = Remembered.realm(admin);
    }

    @Test
    void numberChanged(Phone phone, Phone next) {
        Remembered teacher = known(phone);

        Page done = realm.studentPortal()
                .open(teacher.browser(), Map.of("kc_action", RealmAdmin.PHONE_ACTION))
                .number(next.number())
                .code(next.code());

        assertThat(done.callback("kc_action_status")).isEqualTo("success");
        assertThat(teacher.devices()).isEmpty();
        teacher.assertAsked();
    }

    /** And it does not come back with the number. */
    @Test
    void phoneRemovedByAnAdmin(Phone phone) {
        Remembered teacher = known(phone);

        realm.deletePhoneCredential(teacher.person());

        assertThat(teacher.devices()).isEmpty();
        Page number = teacher.signIn(teacher.later(), Map.of());
        assertThat(number.isNumberPage()).as(number.toString()).isTrue();
        assertThat(number.form("phonelatch-number-form")
                        .press("send")
                        .code(phone.code())
                        .tokens()
                        .granted())
                .isTrue();
        teacher.assertAsked();
    }

    @Test
    void passwordChangedByItsOwner(Phone phone) {
        Remembered teacher = known(phone);

        Page done = realm.studentPortal()
                .open(teacher.browser(), Map.of("kc_action", "UPDATE_PASSWORD"))
                .form("kc-passwd-update-form")
                .with("password-new", "another-" + teacher.person().password())
                .with("password-confirm", "another-" + teacher.person().password())
                .submit();

        assertThat(done.callback("kc_action_status")).isEqualTo("success");
        assertThat(teacher.devices()).isEmpty();
        teacher.withPassword("another-" + teacher.person().password()).assertAsked();
    }

    @Test
    void passwordResetByAnAdmin(Phone phone) {
        Remembered teacher = known(phone);

        realm.put(
                "users/" + teacher.person().id() + "/reset-password",
                Map.of("type", "password", "value", "reset-by-admin", "temporary", false));

        assertThat(teacher.devices()).isEmpty();
        teacher.withPassword("reset-by-admin").assertAsked();
    }

    /** By a way that no event names: the device is still listed, and no longer known. */
    @Test
    void passwordReplacedWithTheWholePerson(Phone phone) {
        Remembered teacher = known(phone);

        realm.updateUser(
                teacher.person(),
                user -> user.putArray("credentials")
                        .addObject()
                        .put("type", "password")
                        .put("value", "replaced-by-admin")
                        .put("temporary", false));

        teacher.withPassword("replaced-by-admin").assertAsked();
    }

    @Test
    void personSignedOutEverywhere(Phone phone) {
        Remembered teacher = known(phone);

        realm.logout(teacher.person());

        teacher.assertAsked();
    }

    @Test
    void everybodySignedOut(Admin admin, Phone phone) {
        RealmAdmin own = Remembered.realm(admin);
        Remembered teacher = Remembered.teacher(own, phone);
        teacher.assertKnown();

        own.post("logout-all", null);

        teacher.assertAsked();
    }

    @Test
    void notBeforeOfTheRealmPushed(Admin admin, Phone phone) {
        RealmAdmin own = Remembered.realm(admin);
        Remembered teacher = Remembered.teacher(own, phone);
        teacher.assertKnown();

        own.update(Map.of("notBefore", Instant.now().getEpochSecond()));
        own.post("push-revocation", null);

        teacher.assertAsked();
    }

    @Test
    void deviceRemovedByAnAdmin_andNoOtherOne(Phone phone) {
        Remembered first = known(phone);
        Remembered second = Remembered.in(new HttpBrowser(), realm, first.person(), phone);
        List<JsonNode> devices = first.devices();
        assertThat(devices).hasSize(2);
        JsonNode older = devices.get(0).get("createdDate").asLong()
                        < devices.get(1).get("createdDate").asLong()
                ? devices.get(0)
                : devices.get(1);

        realm.delete(
                "users/" + first.person().id() + "/credentials/"
                        + older.get("id").asText(),
                null);

        first.assertAsked();
        second.assertKnown();
    }

    @Test
    void deviceRemovedByItsOwner_inTheAccountConsolesWay(Phone phone) {
        Remembered teacher = known(phone);
        String device = teacher.devices().get(0).get("id").asText();

        Page confirm =
                realm.studentPortal().open(teacher.browser(), Map.of("kc_action", "delete_credential:" + device));
        Page done = confirm.post(URI.create(confirm.element("form").absUrl("action")), Map.of("accept", "Yes"));

        assertThat(done.callback("kc_action_status")).isEqualTo("success");
        assertThat(teacher.devices()).isEmpty();
        teacher.assertAsked();
    }

    @Test
    void deviceRemovedByItsOwner_overTheAccountInterface(Phone phone) {
        Remembered teacher = known(phone);
        Remembered.accountClient(realm);
        Tokens account = realm.app(Remembered.ACCOUNT)
                .open(teacher.later())
                .password(teacher.person())
                .tokens();
        String device = teacher.devices().get(0).get("id").asText();

        assertThat(account.app()
                        .account(account.accessToken(), "DELETE", "credentials/" + device, null)
                        .status())
                .isEqualTo(204);

        assertThat(teacher.devices()).isEmpty();
        teacher.assertAsked();
    }

    /** The same device, put back as it was and then as it will be when its days are over. */
    @Test
    void daysOver(Phone phone) {
        Remembered teacher = known(phone);
        ObjectNode device = (ObjectNode) teacher.devices().get(0);
        ObjectNode data = (ObjectNode) Json.parse(device.get("credentialData").asText());
        assertThat(Duration.between(
                        Instant.parse(data.get("since").asText()),
                        Instant.parse(data.get("until").asText())))
                .isEqualTo(Duration.ofDays(30));

        replace(teacher, device, data);
        teacher.assertKnown();

        replace(teacher, device, data.put("until", Instant.now().minusSeconds(1).toString()));
        teacher.assertAsked();
    }

    @Test
    void damagedDevice_isNone_andIsForgottenWithTheNextOne(Phone phone) {
        Remembered teacher = known(phone);
        ObjectNode device = (ObjectNode) teacher.devices().get(0);
        String data = device.get("credentialData").asText();

        replace(teacher, device.without("createdDate"), Json.object().put("number", phone.number()));
        teacher.assertAsked();

        Remembered again = Remembered.in(new HttpBrowser(), realm, teacher.person(), phone);
        assertThat(again.devices())
                .singleElement()
                .satisfies(present ->
                        assertThat(present.get("credentialData").asText()).isNotEqualTo(data));
    }

    /** Keycloak goes on trusting what an older key signed until that key is disabled, and so do we. */
    @Test
    void keyOfTheRealmRotated_onlyOnceTheOldOneIsDisabled(Admin admin, Phone phone) {
        RealmAdmin own = Remembered.realm(admin);
        Remembered teacher = Remembered.teacher(own, phone);
        ObjectNode old = hmacKey(own);
        ObjectNode next = Json.object();
        next.put("name", "next").put("providerId", old.get("providerId").asText());
        next.put("providerType", old.get("providerType").asText());
        next.putObject("config").putArray("priority").add("200");
        ((ObjectNode) next.get("config")).putArray("algorithm").add("HS512");
        own.post("components", next);
        teacher.assertKnown();

        ((ObjectNode) old.get("config")).putArray("active").add("false");
        ((ObjectNode) old.get("config")).putArray("enabled").add("false");
        own.put("components/" + old.get("id").asText(), old);

        teacher.assertAsked();
    }

    /** Nobody signs in while disabled. Enabled again, the person is who they were. */
    @Test
    void personDisabled_whileDisabled(Phone phone) {
        Remembered teacher = known(phone);

        realm.updateUser(teacher.person(), user -> user.put("enabled", false));
        Page refused = teacher.signIn(teacher.later(), Map.of());
        AttackAssertions.noCode(refused);
        assertThat(refused.has("form#kc-form-login")).as(refused.toString()).isTrue();

        realm.updateUser(teacher.person(), user -> user.put("enabled", true));
        teacher.assertKnown();
    }

    private static Remembered known(Phone phone) {
        Remembered teacher = Remembered.teacher(realm, phone);
        teacher.assertKnown();
        return teacher;
    }

    private static void replace(Remembered teacher, ObjectNode device, ObjectNode data) {
        realm.delete(
                "users/" + teacher.person().id() + "/credentials/"
                        + device.get("id").asText(),
                null);
        ObjectNode replaced =
                device.deepCopy().put("credentialData", data.toString()).put("secretData", "{}");
        realm.updateUser(teacher.person(), user -> user.putArray("credentials").add(replaced));
    }

    private static ObjectNode hmacKey(RealmAdmin own) {
        for (JsonNode key : own.get("components?type=org.keycloak.keys.KeyProvider")) {
            if (key.at("/config/algorithm/0").asText().equals("HS512")) {
                return (ObjectNode) key;
            }
        }
        throw new AssertionError("the realm has no such key");
    }
}
