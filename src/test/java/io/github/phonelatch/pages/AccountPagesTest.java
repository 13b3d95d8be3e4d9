package io.github.phonelatch.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.page.AccountName;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.RealmModel;

/** The pages that ask whose account it is, in realms whose people sign in with different things. */
class AccountPagesTest {
    private static final String SETTINGS = """
            # may sign in with an e-mail address | e-mail address is the username | words of the field      | inputmode | dir
            true                                 | true                           | e-mail address           | email     | ltr
            true                                 | false                          | username or e-mail address | email   | auto
            false                                | false                          | username                 | ''        | auto
            false                                | true                           | username                 | ''        | auto
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = SETTINGS)
    void field_takesWhatTheRealmsPeopleSignInWith(
            boolean email, boolean emailAsUsername, String words, String inputMode, String direction) {
        for (String theme : new String[] {"base", "keycloak", "keycloak.v2"}) {
            for (String name : new String[] {"phonelatch-login", "phonelatch-reset"}) {
                Document page = new PageRenderer(theme, Locale.ENGLISH)
                        .signingInWith(email, emailAsUsername)
                        .account(name, PageRenderer.accountModel());
                Element field = page.getElementById("email");
                // A browser sends nothing that is no e-mail address out of a field for e-mail addresses.
                assertThat(field.attr("type")).isEqualTo("text");
                assertThat(field.attr("inputmode")).isEqualTo(inputMode);
                assertThat(field.attr("dir")).isEqualTo(direction);
                assertThat(field.attr("autocomplete")).isEqualTo("username");
                assertThat(field.attr("autocapitalize")).isEqualTo("off");
                assertThat(field.attr("spellcheck")).isEqualTo("false");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = SETTINGS)
    void label_isThatOfKeycloaksOwnPage(boolean email, boolean emailAsUsername) {
        for (Locale language : Messages.languages()) {
            Document keycloaks = Jsoup.parse(new PageRenderer("keycloak.v2", language)
                    .signingInWith(email, emailAsUsername)
                    .with("login", Map.of())
                    .withOtherWays()
                    .with("social", Map.of())
                    .render("login", PageRenderer.accountModel()));
            for (String name : new String[] {"phonelatch-login", "phonelatch-reset"}) {
                Document page = new PageRenderer("keycloak.v2", language)
                        .signingInWith(email, emailAsUsername)
                        .account(name, PageRenderer.accountModel());
                assertThat(page.select("label[for=email]").text())
                        .as(language.toString())
                        .isNotBlank()
                        .isEqualTo(keycloaks.select("label[for=username]").text());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = SETTINGS)
    void texts_nameTheSame(boolean email, boolean emailAsUsername, String words) {
        Document login = page(email, emailAsUsername, "phonelatch-login", null);
        assertThat(login.getElementById("phonelatch-email-hint").text())
                .isEqualTo("Then type the " + words + " of your own account too.");
        Document reset = page(email, emailAsUsername, "phonelatch-reset", null);
        assertThat(reset.expectFirst("p.phonelatch-text").text()).startsWith("Type your " + words + ", or the phone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = SETTINGS)
    void errors_nameTheSame(boolean email, boolean emailAsUsername, String words) {
        AccountName name = AccountName.of(realm(email, emailAsUsername));
        String wrong = page(
                        email, emailAsUsername, "phonelatch-login", name.wrong().key())
                .expectFirst(".kc-feedback-text")
                .text();
        assertThat(wrong)
                .isEqualTo(
                        "Number or password is wrong. If several people use this number, type your " + words + " too.");
        assertThat(name.missing().field()).isEqualTo("email");
        String missing = new PageRenderer("keycloak.v2", Locale.ENGLISH)
                .signingInWith(email, emailAsUsername)
                .error("email", name.missing().key())
                .account("phonelatch-reset", PageRenderer.accountModel())
                .getElementById("phonelatch-email-error")
                .text();
        assertThat(missing)
                .isEqualTo(
                        words.equals("username or e-mail address")
                                ? "Enter your username, your e-mail address or your phone number."
                                : "Enter your " + words + " or your phone number.");
    }

    /** Where people have no e-mail address, no text speaks of one, in no language. */
    @Test
    void noTextOfARealmWithUsernames_isThatOfOneWithEmailAddresses() {
        for (Locale language : Messages.languages()) {
            for (String key : new String[] {
                "phonelatchSharedHint", "phonelatchPhoneLoginWrong", "phonelatchResetWhy", "phonelatchAccountMissing"
            }) {
                Map<Object, Object> texts = Messages.ours(language);
                String email = (String) texts.get(key);
                String username = (String) texts.get(key + "Username");
                String either = (String) texts.get(key + "UsernameOrEmail");
                assertThat(username)
                        .as("%s %s", language, key)
                        .isNotEqualTo(email)
                        .doesNotContainIgnoringCase("mail");
                assertThat(either)
                        .as("%s %s", language, key)
                        .isNotEqualTo(email)
                        .isNotEqualTo(username);
            }
        }
    }

    private static Document page(boolean email, boolean emailAsUsername, String name, String error) {
        PageRenderer page = new PageRenderer("keycloak.v2", Locale.ENGLISH).signingInWith(email, emailAsUsername);
        return (error == null ? page : page.error(null, error)).account(name, PageRenderer.accountModel());
    }

    private static RealmModel realm(boolean email, boolean emailAsUsername) {
        return Fake.of(RealmModel.class)
                .returning("isLoginWithEmailAllowed", email)
                .returning("isRegistrationEmailAsUsername", emailAsUsername)
                .make();
    }
}
