package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.SentMail;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.provider.ProviderFactory;

/** Keycloak puts keys of texts together from the ids of what we bring. Each of them has a text in each language. */
@ExtendWith(SharedServer.class)
class TextsIT {
    private static RealmAdmin realm;
    private static KeycloakServer keycloak;

    @BeforeAll
    static void realm(Admin admin, KeycloakServer server) {
        realm = admin.newSchoolRealm();
        keycloak = server;
    }

    /** What a page, a mail or a console of Keycloak's looks up, by the theme's type. */
    private static Map<String, Set<String>> keys() {
        Set<String> actions = new TreeSet<>();
        ours(RequiredActionFactory.class).forEach(action -> actions.add("requiredAction." + action.getId()));
        Set<String> login = new TreeSet<>(actions);
        ours(AuthenticatorFactory.class)
                .map(AuthenticatorFactory.class::cast)
                .filter(TextsIT::isListedByItsId)
                .forEach(step -> login.addAll(List.of(step.getId() + "-display-name", step.getId() + "-help-text")));
        Set<String> credentials = new TreeSet<>();
        ours(CredentialProviderFactory.class)
                .forEach(credential -> credentials.addAll(
                        List.of(credential.getId() + "-display-name", credential.getId() + "-help-text")));
        login.addAll(credentials);
        return Map.of("login", login, "email", actions, "account", credentials);
    }

    /** "Try another way" names a step by its credential or, where it has none, by its own id. */
    private static boolean isListedByItsId(AuthenticatorFactory step) {
        return Arrays.asList(step.getRequirementChoices()).contains(Requirement.ALTERNATIVE)
                && !(step.create(null) instanceof CredentialValidator);
    }

    private static Stream<ProviderFactory<?>> ours(Class<?> type) {
        return ServiceLoader.load(type).stream()
                .filter(found -> found.type().getName().startsWith("io.github.phonelatch."))
                .map(found -> (ProviderFactory<?>) found.get());
    }

    @Test
    void everyKeyOfAnId_hasATextInEveryLanguage_whereItIsLookedUp() {
        List<String> languages = Json.list(realm.representation().get("supportedLocales")).stream()
                .map(JsonNode::asText)
                .toList();
        assertThat(languages).hasSize(20);
        keys().forEach((themeType, keys) -> {
            assertThat(keys).as(themeType).isNotEmpty();
            Map<String, String> english = texts(themeType, "en");
            for (String language : languages) {
                Map<String, String> texts = texts(themeType, language);
                for (String key : keys) {
                    assertThat(texts.get(key))
                            .as("%s %s %s", themeType, language, key)
                            .isNotBlank();
                    if (!language.equals("en")) {
                        assertThat(texts.get(key))
                                .as("%s %s %s", themeType, language, key)
                                .isNotEqualTo(english.get(key));
                    }
                }
            }
        });
    }

    /** As the running server merges them: theme, its parents, and what extensions bring. */
    private static Map<String, String> texts(String themeType, String language) {
        URI address = URI.create(keycloak.uri() + "/resources/" + realm.name() + "/" + themeType + "/" + language);
        Map<String, String> texts = new HashMap<>();
        Json.parse(Http.send(Http.request(address)).body())
                .forEach(text ->
                        texts.put(text.get("key").asText(), text.path("value").asText()));
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"en, Verify phone number", "de, Telefonnummer bestätigen", "ar, التحقق من رقم الهاتف", "zh-TW, 驗證電話號碼"})
    void mailAndPageOfAnAdminsRequest_nameTheAction(String language, String name, Simulator simulator, Phone phone) {
        Person person = realm.newPerson(user -> {
            user.putArray("groups").add("/students");
            user.withObject("/attributes").putArray("locale").add(language);
        });

        realm.put("users/" + person.id() + "/execute-actions-email", List.of(RealmAdmin.PHONE_ACTION));

        SentMail mail = Mailbox.of(person, simulator).newest();
        assertThat(mail.text()).contains(name).doesNotContain("requiredAction.");
        Page page = new HttpBrowser(language).open(Mailbox.of(person, simulator).link());
        assertThat(page.text()).contains(name).doesNotContain("requiredAction.");
        Page number = page.click("#kc-info-message a");
        assertThat(number.isNumberPage()).as(number.toString()).isTrue();
        assertThat(number.number(phone.number()).code(phone.code()).isNumberPage())
                .isFalse();
        assertThat(realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
    }
}
