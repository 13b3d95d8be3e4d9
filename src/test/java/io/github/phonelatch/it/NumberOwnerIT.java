package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whose a number is where one account may have it. */
@ExtendWith(SharedServer.class)
class NumberOwnerIT {
    private static RealmAdmin refusing;
    private static RealmAdmin newest;

    @BeforeAll
    static void realms(Admin admin) {
        refusing = realm(admin, "refuse");
        newest = realm(admin, "newest");
    }

    private static RealmAdmin realm(Admin admin, String numberOwner) {
        return admin.newSchoolRealm(school -> Admin.phoneSettings(school)
                .put("accounts-per-number", "1")
                .put("number-owner", numberOwner)
                .put("sends-per-hour", "0")
                .put("sends-per-prefix-per-hour", "0")
                .put("cooldown", "0"));
    }

    @Test
    void takenNumber_isRefusedAfterTheCode_andTheFirstKeepsIt(Simulator simulator, Phone phone) {
        Person first = refusing.newStudent();
        Tokens tokens = verify(refusing, first, phone).tokens();
        nextWindow(simulator);
        Person second = refusing.newStudent();

        Page code = refusing.studentPortal().open(second).number(phone.number());
        assertThat(code.isCodePage())
                .as("who does not hold the phone learns nothing")
                .isTrue();
        Page page = code.code(phone.code());

        assertThat(page.isNumberPage()).isTrue();
        assertThat(page.element("#phonelatch-phone_number-error").text())
                .contains("already belongs to another account");
        assertThat(refusing.attribute(second, "phoneNumber")).isEmpty();
        assertThat(refusing.credentials(second, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(tokens.refresh().accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        Phone own = new Phone(simulator);
        assertThat(page.number(own.number()).code(own.code()).tokens().granted())
                .isTrue();
    }

    @Test
    void numberOfADisabledAccount_isFree(Simulator simulator, Phone phone) {
        Person gone = refusing.newStudent();
        verify(refusing, gone, phone);
        refusing.updateUser(gone, user -> user.put("enabled", false));
        nextWindow(simulator);

        assertThat(verify(refusing, refusing.newStudent(), phone).isCallback()).isTrue();
    }

    @Test
    void newestOwner_getsTheNumber_andTheEarlierOneIsOut(Simulator simulator, Phone phone) {
        Person earlier = newest.newStudent();
        Tokens tokens = verify(newest, earlier, phone).tokens();
        String credential = newest.credentials(earlier, RealmAdmin.PHONE_CREDENTIAL)
                .get(0)
                .get("id")
                .asText();
        nextWindow(simulator);
        Person later = newest.newStudent();

        assertThat(verify(newest, later, phone).tokens().granted()).isTrue();

        assertThat(newest.credentials(earlier, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(newest.attribute(earlier, "phoneNumberVerified")).isEqualTo("false");
        assertThat(newest.attribute(earlier, "phoneNumberVerifiedAt")).isEmpty();
        Tokens refused = tokens.refresh();
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Account is not fully set up");
        assertThat(newest.events(earlier, "REMOVE_CREDENTIAL")).singleElement().satisfies(event -> {
            JsonNode details = event.get("details");
            assertThat(details.get("credential_type").asText()).isEqualTo(RealmAdmin.PHONE_CREDENTIAL);
            assertThat(details.get("credential_id").asText()).isEqualTo(credential);
            assertThat(details.get("reason").asText()).isEqualTo("number-owner");
            assertThat(event.toString()).doesNotContain(phone.number().substring(3), later.id());
        });
        assertThat(newest.events(later, "REMOVE_CREDENTIAL")).isEmpty();
    }

    @Test
    void earlierOwner_isAskedAtTheNextSignIn_forAnyNumber(Simulator simulator, Phone phone, Phone own) {
        Person earlier = newest.newStudent();
        verify(newest, earlier, phone);
        nextWindow(simulator);
        Person later = newest.newStudent();
        Tokens tokens = verify(newest, later, phone).tokens();

        Page page = newest.studentPortal().open(earlier);

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(page.has("#phonelatch-known"))
                .as("the number is still data of theirs")
                .isTrue();
        page = page.form("phonelatch-number-form").press("change");
        assertThat(page.number(own.number()).code(own.code()).tokens().granted())
                .isTrue();
        assertThat(newest.attribute(earlier, "phoneNumber")).isEqualTo(own.number());
        assertThat(tokens.refresh().granted())
                .as("the later one keeps the number")
                .isTrue();
    }

    private static Page verify(RealmAdmin realm, Person person, Phone phone) {
        return realm.studentPortal().open(person).number(phone.number()).code(phone.code());
    }

    /** The provider takes the next message for a number when the last code has ended. */
    private static void nextWindow(Simulator simulator) {
        simulator.control().advance(Duration.ofSeconds(301));
    }
}
