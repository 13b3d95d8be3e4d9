package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Registrant;
import io.github.phonelatch.it.support.SharedServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a registration can be made to say of a phone or a group: nothing that the page does not ask for. */
@ExtendWith(SharedServer.class)
class RegistrationAttackIT {
    private static RealmAdmin school;

    /** Our attributes are not declared, and whatever is posted is stored. */
    private static RealmAdmin storesAnything;

    @BeforeAll
    static void realms(Admin admin) {
        school = admin.newSchoolRealm(realm ->
                Admin.phoneSettings(realm).put("accounts-per-number", "1").put("cooldown", "0"));
        storesAnything = admin.newSchoolRealm();
        ObjectNode profile = (ObjectNode) storesAnything.get("users/profile");
        ArrayNode kept = profile.arrayNode();
        profile.get("attributes").forEach(attribute -> {
            if (!attribute.get("name").asText().startsWith("phone")) {
                kept.add(attribute);
            }
        });
        profile.set("attributes", kept);
        profile.put("unmanagedAttributePolicy", "ENABLED");
        storesAnything.put("users/profile", profile);
    }

    @Test
    void whateverIsPosted_onlyTheTypedNumberIsStored() {
        String number = Numbers.next();
        for (RealmAdmin realm : List.of(school, storesAnything)) {
            Registrant noor = Registrant.next();
            Page page = forged(noor.form(realm.studentPortal().register(new HttpBrowser()), number))
                    .submit();
            if (page.has("#kc-register-form")) {
                // Refused as a whole, since only admins may write these.
                page = noor.register(page, number);
            }

            assertThat(page.isNumberPage()).as(page.toString()).isTrue();
            Person person = noor.account(realm);
            assertThat(attributes(realm, person)).as(realm.name()).containsOnly("phoneNumber");
            assertThat(realm.user(person).at("/attributes/phoneNumber"))
                    .singleElement()
                    .extracting(JsonNode::asText)
                    .isEqualTo(number);
            assertThat(realm.user(person).has("lastName")).isFalse();
            AttackAssertions.none(realm, person);
        }
    }

    /** The realm of the test above does store what it is sent; our own fields are no data of a person. */
    @Test
    void fieldsOfOurPages_areNotStored_thoughOthersAre() {
        Registrant noor = Registrant.next();
        noor.form(storesAnything.studentPortal().register(new HttpBrowser()), Numbers.next())
                .forged("action", "send")
                .forged("code", "123456")
                .forged("remember_device", "on")
                .forged("user.attributes.phone_country", "GB")
                .forged("shoe_size", "42")
                .submit();

        assertThat(attributes(storesAnything, noor.account(storesAnything)))
                .containsExactlyInAnyOrder("phoneNumber", "shoe_size");
    }

    @Test
    void forgedNumber_whereThePageHasNoField_isNotStored() {
        storesAnything.update(Map.of("loginTheme", "keycloak.v2"));
        try {
            Registrant noor = Registrant.next();
            Page page = forged(noor.form(storesAnything.studentPortal().register(new HttpBrowser())))
                    .submit();

            assertThat(page.isNumberPage()).as(page.toString()).isTrue();
            assertThat(page.text()).doesNotContain("We have this number");
            assertThat(attributes(storesAnything, noor.account(storesAnything))).isEmpty();
        } finally {
            storesAnything.update(Map.of("loginTheme", "phonelatch"));
        }
    }

    @Test
    void leavingAndSigningIn_isNoWayRoundTheCode(Phone phone) {
        Registrant noor = Registrant.next();
        Page page = noor.register(school.studentPortal().register(new HttpBrowser()), phone.number());
        assertThat(page.isNumberPage()).isTrue();

        Page again = school.studentPortal().open(noor.account(school));
        assertThat(again.element("#phonelatch-known bdi").text()).startsWith("+44 •");
        assertThat(again.text().replace(" ", "")).doesNotContain(phone.number());
        AttackAssertions.none(school, noor.account(school));
        assertThat(phone.sendCalls()).isZero();
    }

    /** Whose number it is, is told to whoever has received its code, and to nobody else. */
    @Test
    void numberOfSomebodyElse_isTakenLikeAnyOther_untilItsCodeIsTyped(Phone phone) {
        school.newVerifiedStudent(phone);
        Registrant noor = Registrant.next();

        Page page = noor.register(school.studentPortal().register(new HttpBrowser()), phone.number());
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        page = page.form("phonelatch-number-form").press("send");
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        page = page.code(phone.code());

        assertThat(page.text()).contains("already belongs to another account");
        AttackAssertions.none(school, noor.account(school));
    }

    @Test
    void anotherClientInTheAddress_bringsNoOtherGroup() {
        Registrant noor = Registrant.next();
        Page page = school.studentPortal().register(new HttpBrowser());
        Form form = noor.form(page, Numbers.next());
        URI other =
                URI.create(form.action().toString().replace("client_id=student-portal", "client_id=teacher-portal"));
        assertThat(other).isNotEqualTo(form.action());

        page.post(
                other,
                Map.of(
                        "firstName", noor.name(),
                        "email", noor.email(),
                        "password", noor.password(),
                        "password-confirm", noor.password(),
                        "phone_country", "GB",
                        "phone_number", Numbers.next(),
                        "groups", "/teachers",
                        "client_id", "teacher-portal"));

        assertThat(noor.exists(school)).isFalse();
    }

    @Test
    void postedGroupOrClient_isNotAskedFor() {
        Registrant noor = Registrant.next();
        noor.form(storesAnything.studentPortal().register(new HttpBrowser()), Numbers.next())
                .forged("groups", "/teachers")
                .forged("client_id", "teacher-portal")
                .submit();

        assertThat(storesAnything.groups(noor.account(storesAnything))).containsExactly("/students");
    }

    /** In the names of today's forms and of those before them. */
    private static Form forged(Form form) {
        Form forged = form.forged("lastName", "Forged");
        for (String prefix : new String[] {"", "user.attributes."}) {
            forged = forged.forged(prefix + "phoneNumber", Numbers.next())
                    .forged(prefix + "phoneNumberVerified", "true")
                    .forged(prefix + "phoneNumberVerifiedAt", "2026-01-01T00:00:00Z")
                    .forged(prefix + "phonelatchNumber", Numbers.next());
        }
        return forged;
    }

    private static Set<String> attributes(RealmAdmin realm, Person person) {
        Set<String> names = new TreeSet<>();
        realm.user(person).path("attributes").fieldNames().forEachRemaining(names::add);
        // The language of the page, which Keycloak keeps.
        names.remove("locale");
        return names;
    }
}
