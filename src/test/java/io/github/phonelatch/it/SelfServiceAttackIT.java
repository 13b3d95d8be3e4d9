package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Answer;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user who writes the attributes that say the number is proven, wherever Keycloak lets users write. */
@ExtendWith(SharedServer.class)
class SelfServiceAttackIT {
    private static RealmAdmin asShipped;
    private static RealmAdmin open;

    /** What users may write about themselves. */
    enum Profile {
        /** The school realm's: our attributes are declared, and admins write them. */
        SCHOOL,
        /** Our attributes are not declared and unmanaged ones are enabled: users may write all of them. */
        UNMANAGED
    }

    @BeforeAll
    static void realms(Admin admin) {
        asShipped = realm(admin);
        open = realm(admin);
        ObjectNode profile = (ObjectNode) open.get("users/profile");
        ArrayNode kept = profile.arrayNode();
        for (JsonNode attribute : profile.get("attributes")) {
            if (!attribute.get("name").asText().startsWith("phone")) {
                kept.add(attribute);
            }
        }
        profile.set("attributes", kept);
        profile.put("unmanagedAttributePolicy", "ENABLED");
        open.put("users/profile", profile);
        // Keycloak writes what users change about themselves into its event, before and after: where they may write
        // their
        // number, it is in the log. Ours is not to be blamed for it by the scan of all logs.
        open.update(Map.of("eventsListeners", List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void accountInterface_ofAnExemptPupil_verifiesNothing(Profile profile) {
        RealmAdmin realm = realm(profile);
        Person pupil = realm.newStudent();
        realm.addRealmRole(pupil, "phone-exempt");
        App app = realm.app("probe");

        Answer answer = forge(app, app.directGrant(pupil).accessToken(), Numbers.next());

        assertThat(answer.status()).isEqualTo(profile == Profile.UNMANAGED ? 204 : 400);
        assertThat(realm.attribute(pupil, "phoneNumberVerified").isEmpty()).isEqualTo(profile == Profile.SCHOOL);
        Tokens tokens = app.directGrant(pupil);
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isFalse();
        assertThat(tokens.idClaims().get("phone_number_verified").asBoolean()).isFalse();
        // And the gate does not take it for a proof once the exemption ends.
        forge(app, tokens.accessToken(), Numbers.next());
        realm.removeRealmRole(pupil, "phone-exempt");
        assertThat(tokens.refresh().granted()).isFalse();
        AttackAssertions.noWayIn(realm, pupil);
    }

    @ParameterizedTest
    @EnumSource
    void accountInterface_ofAVerifiedStudent_cannotMoveTheVerificationToAnotherNumber(Profile profile, Phone phone) {
        RealmAdmin realm = realm(profile);
        Person student = realm.newStudent();
        assertThat(realm.studentPortal()
                        .open(student)
                        .number(phone.number())
                        .code(phone.code())
                        .isCallback())
                .isTrue();
        App app = realm.app("probe");
        Tokens tokens = app.directGrant(student);

        forge(app, tokens.accessToken(), Numbers.next());

        if (profile == Profile.SCHOOL) {
            assertThat(tokens.refresh().idClaims().get("phone_number").asText()).isEqualTo(phone.number());
        } else {
            assertThat(tokens.refresh().granted()).isFalse();
            AttackAssertions.noWayIn(realm, student);
        }
    }

    @ParameterizedTest
    @EnumSource
    void updateProfilePage_verifiesNothing(Profile profile) {
        RealmAdmin realm = realm(profile);
        // Ours comes first, so that only somebody exempt sees this page without a proof.
        Person pupil = realm.newStudent();
        realm.addRealmRole(pupil, "phone-exempt");
        realm.updateUser(pupil, user -> user.putArray("requiredActions").add("UPDATE_PROFILE"));
        Page page = realm.studentPortal().open(new HttpBrowser()).password(pupil);

        Page answer = forged(page.form("kc-update-profile-form")).submit();
        if (!answer.isCallback()) {
            // Refused as a whole, since only admins may write these.
            answer = answer.form("kc-update-profile-form").submit();
        }

        Tokens tokens = answer.tokens();
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isFalse();
        realm.removeRealmRole(pupil, "phone-exempt");
        assertThat(tokens.refresh().granted()).isFalse();
        AttackAssertions.none(realm, pupil);
    }

    @ParameterizedTest
    @EnumSource
    void registration_verifiesNothing(Profile profile) {
        RealmAdmin realm = realm(profile);
        Page form = realm.studentPortal().open(new HttpBrowser()).click("a[href*=registration]");
        String email = UUID.randomUUID().toString().substring(0, 12) + "@school.example";
        String password = "pw-" + UUID.randomUUID();

        Page answer = forged(form.form("kc-register-form")
                        .with("email", email)
                        .with("firstName", "New Pupil")
                        .with("phone_number", Numbers.next())
                        .with("password", password)
                        .with("password-confirm", password))
                .submit();

        assertThat(answer.isNumberPage()).as(answer.toString()).isTrue();
        String id = realm.get("users?email=" + email).get(0).get("id").asText();
        AttackAssertions.noWayIn(realm, new Person(id, email, password));
    }

    private static Answer forge(App app, String accessToken, String number) {
        ObjectNode account = (ObjectNode) app.account(accessToken, "GET", null).body();
        ObjectNode attributes =
                account.has("attributes") ? (ObjectNode) account.get("attributes") : account.putObject("attributes");
        attributes.putArray("phoneNumber").add(number);
        attributes.putArray("phoneNumberVerified").add("true");
        attributes.putArray("phoneNumberVerifiedAt").add("2026-01-01T00:00:00Z");
        attributes.putArray("phonelatchNumber").add(number);
        return app.account(accessToken, "POST", account);
    }

    /** In the names of today's forms and of those before them. */
    private static Form forged(Form form) {
        Form forged = form;
        for (String prefix : new String[] {"", "user.attributes."}) {
            forged = forged.forged(prefix + "phoneNumber", Numbers.next())
                    .forged(prefix + "phoneNumberVerified", "true")
                    .forged(prefix + "phoneNumberVerifiedAt", "2026-01-01T00:00:00Z")
                    .forged(prefix + "phonelatchNumber", Numbers.next());
        }
        return forged;
    }

    private static RealmAdmin realm(Profile profile) {
        return profile == Profile.SCHOOL ? asShipped : open;
    }

    private static RealmAdmin realm(Admin admin) {
        RealmAdmin realm = admin.newSchoolRealm();
        // An application that may use the account interface, as Keycloak's own account console does.
        realm.createClient(Map.of(
                "clientId", "probe",
                "publicClient", true,
                "directAccessGrantsEnabled", true,
                "standardFlowEnabled", false,
                "fullScopeAllowed", true));
        return realm;
    }
}
