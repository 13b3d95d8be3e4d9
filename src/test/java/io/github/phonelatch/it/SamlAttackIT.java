package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.ServiceProvider;
import io.github.phonelatch.it.support.ServiceProvider.Answer;
import io.github.phonelatch.it.support.ServiceProvider.Binding;
import io.github.phonelatch.it.support.SharedServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An assertion is made in the very request that ends a sign-in, and once it is out nothing takes it back. Nobody gets one who has
 * something to do first, by whatever binding, signed or encrypted too.
 */
@ExtendWith(SharedServer.class)
class SamlAttackIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
    }

    @ParameterizedTest
    @CsvSource({"POST,false", "POST,true", "REDIRECT,false", "REDIRECT,true", "ARTIFACT,false", "ARTIFACT,true"})
    void numberPageSkipped_givesNoAssertion(Binding binding, boolean encrypted) {
        ServiceProvider application = ServiceProvider.in(realm, binding, encrypted);
        Person student = realm.newStudent();
        HttpBrowser browser = new HttpBrowser();
        Page number = application.open(browser).password(student);
        assertThat(number.isNumberPage()).as(number.toString()).isTrue();

        Page skipped = ForgedConsent.post(number);

        assertNobody(application.answer(skipped));
        ForgedConsent.noSession(realm, browser);
        AttackAssertions.none(realm, student);
    }

    @ParameterizedTest
    @CsvSource({"POST,false", "POST,true", "REDIRECT,false", "REDIRECT,true", "ARTIFACT,false", "ARTIFACT,true"})
    void anotherActionSkippedByOneWithAVerifiedNumber_givesNoAssertion(
            Binding binding, boolean encrypted, Phone phone) {
        ServiceProvider application = ServiceProvider.in(realm, binding, encrypted);
        Person student = realm.newVerifiedStudent(phone);
        realm.updateUser(student, user -> user.putArray("requiredActions").add("UPDATE_PROFILE"));
        HttpBrowser browser = new HttpBrowser();
        Page profile = application.open(browser).password(student);
        assertThat(profile.has("form#kc-update-profile-form"))
                .as(profile.toString())
                .isTrue();

        Page skipped = ForgedConsent.post(profile);

        assertNobody(application.answer(skipped));
        ForgedConsent.noSession(realm, browser);
    }

    @ParameterizedTest
    @CsvSource({"POST,false", "REDIRECT,false", "ARTIFACT,false"})
    void numberPageSkippedWhereNobodyAskedForTheAnswer_givesNoAssertion(Binding binding, boolean encrypted) {
        ServiceProvider application = ServiceProvider.in(realm, binding, encrypted);
        HttpBrowser browser = new HttpBrowser();
        Page number = application.openUnasked(browser).password(realm.newStudent());
        assertThat(number.isNumberPage()).as(number.toString()).isTrue();

        Page skipped = ForgedConsent.post(number);

        assertNobody(application.answer(skipped));
        ForgedConsent.noSession(realm, browser);
    }

    /** Nothing is forged and no action is skipped: what refuses is that there is no verified number any more. */
    @ParameterizedTest
    @CsvSource({"POST,false", "POST,true", "REDIRECT,false", "REDIRECT,true", "ARTIFACT,false", "ARTIFACT,true"})
    void numberWithdrawnWhileThePersonIsAskedForConsent_givesNoAssertion(
            Binding binding, boolean encrypted, Phone phone) {
        ServiceProvider application = ServiceProvider.in(realm, binding, encrypted);
        realm.updateClient(application.entityId(), client -> client.put("consentRequired", true));
        Person student = realm.newVerifiedStudent(phone);
        Page asked = application.open(new HttpBrowser()).password(student);
        URI consent = URI.create(asked.element("form[action*=consent]").absUrl("action"));
        realm.deletePhoneCredential(student);

        Page refused = asked.post(consent, Map.of("accept", "Yes"));

        Optional<Answer> answer = application.answer(refused);
        if (encrypted && binding != Binding.ARTIFACT) {
            assertThat(answer)
                    .as("Keycloak encrypts no answer without an assertion, and shows its error page")
                    .isEmpty();
            assertThat(refused.status()).isEqualTo(400);
        } else if (encrypted) {
            assertNobody(answer);
        } else {
            assertThat(answer)
                    .as(refused.toString())
                    .contains(new Answer(List.of("Responder", "RequestDenied"), List.of()));
        }
        assertThat(realm.events(student, "CUSTOM_REQUIRED_ACTION_ERROR"))
                .filteredOn(event ->
                        event.at("/details/phonelatch_outcome").asText().equals("no_assertion"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.get("clientId").asText()).isEqualTo(application.entityId());
                    assertThat(event.get("error").asText()).isEqualTo("resolve_required_actions");
                });
    }

    private static void assertNobody(Optional<Answer> answer) {
        assertThat(answer.map(Answer::people).orElse(List.of()))
                .as(answer.toString())
                .isEmpty();
    }
}
