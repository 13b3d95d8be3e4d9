package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import java.util.List;

/** What an attack is measured by: what is stored of a person, and what the person can get. */
final class AttackAssertions {
    private AttackAssertions() {}

    /** The events that say a number was proven. */
    static List<JsonNode> verifications(RealmAdmin realm, Person person) {
        return realm.events(person, "UPDATE_CREDENTIAL").stream()
                .filter(event -> "verified"
                        .equals(event.at("/details/phonelatch_outcome").asText()))
                .toList();
    }

    /** Why codes and numbers were refused, in no order. */
    static List<String> refusals(RealmAdmin realm, Person person) {
        return realm.events(person, "CUSTOM_REQUIRED_ACTION_ERROR").stream()
                .map(event -> event.get("error").asText())
                .toList();
    }

    /** The person has no proof, and gets no token with a role in it, neither in a new sign-in nor by the direct grant. */
    static void none(RealmAdmin realm, Person person) {
        assertThat(verifications(realm, person)).as("proofs of a number").isEmpty();
        assertThat(realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(realm.attribute(person, "phoneNumberVerified")).isNotEqualTo("true");
        noWayIn(realm, person);
    }

    /** A new sign-in stops at our page, and the direct grant is refused, or worth no role in an app with the role gate. */
    static void noWayIn(RealmAdmin realm, Person person) {
        Page page = realm.studentPortal().open(new HttpBrowser()).password(person);
        assertThat(page.isNumberPage() || page.isCodePage()).as(page.toString()).isTrue();
        Tokens direct = realm.ungatedApp().directGrant(person);
        assertThat(direct.granted()).isFalse();
        assertThat(direct.errorDescription()).isEqualTo("Account is not fully set up");
        Tokens gated = realm.schoolMobile().directGrant(person);
        if (gated.granted()) {
            assertThat(gated.accessClaims().has("realm_access")).isFalse();
            assertThat(gated.accessClaims().has("resource_access")).isFalse();
        }
    }

    /** Whatever the page is, the application got no code with it. */
    static void noCode(Page page) {
        assertThat(page.isCallback() ? page.callback("code") : null)
                .as("an authorization code at %s", page)
                .isNull();
    }
}
