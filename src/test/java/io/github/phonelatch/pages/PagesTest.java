package io.github.phonelatch.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.support.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    /** Every state of each page under every theme and language: what holds for all of them is asked of each. */
    static Stream<View> views() {
        List<View> views = new ArrayList<>();
        for (String theme : List.of("base", "keycloak", "keycloak.v2")) {
            // Under every theme in both directions, under the newest in every language.
            for (Locale language : theme.equals("keycloak.v2")
                    ? Messages.languages()
                    : List.of(Locale.ENGLISH, Locale.forLanguageTag("ar"))) {
                number("empty", model -> {}, views, theme, language);
                number("typed again", model -> model.put("typedNumber", "0123"), views, theme, language);
                number("known", model -> model.put("knownNumber", "+44 7400 123456"), views, theme, language);
                number(
                        "changing",
                        model -> model.putAll(Map.of("changing", true, "currentNumber", "+44 •••• ••••21")),
                        views,
                        theme,
                        language);
                number("cancel", model -> model.put("canCancel", true), views, theme, language);
                number("other country", PagesTest::otherCountry, views, theme, language);
                for (String channel : List.of("sms", "whatsapp", "voice", "pigeon")) {
                    code(channel, model -> model.put("channel", channel), views, theme, language);
                }
                for (String state : List.of("sending", "unknown")) {
                    code(state, model -> model.put("state", state), views, theme, language);
                }
                code("expired", model -> model.putAll(Map.of("expiresIn", 0, "resendIn", 0)), views, theme, language);
                code("no other channel", model -> model.put("channels", List.of()), views, theme, language);
                code(
                        "other channels now",
                        model -> model.put("channels", PageRenderer.channels(0)),
                        views,
                        theme,
                        language);
                code("attempts", model -> model.put("attemptsLeft", 2), views, theme, language);
                code("letters", model -> model.put("digitsOnly", false), views, theme, language);
                code("sign-in", model -> model.put("canChange", false), views, theme, language);
                code("cancel", model -> model.put("canCancel", true), views, theme, language);
                code("remember", remember(30, false), views, theme, language);
                code("remember ticked", remember(1, true), views, theme, language);
                code("of nobody known", model -> model.putAll(ANONYMOUS), views, theme, language);
                account("phonelatch-login", "empty", model -> {}, views, theme, language);
                account("phonelatch-login", "shared", PagesTest::typed, views, theme, language);
                account("phonelatch-reset", "empty", model -> {}, views, theme, language);
                account("phonelatch-reset", "typed again", PagesTest::typed, views, theme, language);
                account("phonelatch-login", "other country", PagesTest::otherCountry, views, theme, language);
                account("phonelatch-reset", "other country", PagesTest::otherCountry, views, theme, language);
                account("phonelatch-reset", "no mail", model -> model.put("mails", false), views, theme, language);
                send("now", 0, views, theme, language);
                send("later", 90, views, theme, language);
                for (String reason : REASONS) {
                    current(reason, model -> {}, views, theme, language);
                    current(reason, model -> model.put("canCancel", true), views, theme, language);
                    current(reason, model -> model.put("sendIn", 90), views, theme, language);
                    current(reason, model -> model.put("canSend", false), views, theme, language);
                }
            }
        }
        return views.stream();
    }

    /** Of somebody of whom nothing is told. */
    private static final Map<String, Object> ANONYMOUS = Map.of("number", "", "channel", "", "onlyHere", true);

    private static final List<String> REASONS =
            List.of("phonelatchCurrentChange", "phonelatchCurrentFactor", "phonelatchCurrentAgain");

    private static void typed(Map<String, Object> model) {
        model.putAll(Map.of("typedNumber", "0123", "typedAddress", "sofia@school.example"));
    }

    private static void otherCountry(Map<String, Object> model) {
        model.put("otherCountry", Map.of("iso", "DE", "name", "Germany"));
    }

    private static void account(
            String page,
            String name,
            Consumer<Map<String, Object>> change,
            List<View> views,
            String theme,
            Locale language) {
        Map<String, Object> model = PageRenderer.accountModel();
        change.accept(model);
        views.add(new View(name, theme, language, page, model));
    }

    record View(String name, String theme, Locale language, String page, Map<String, Object> model) {
        Document document(Consumer<PageRenderer> how) {
            PageRenderer renderer = new PageRenderer(theme, language);
            how.accept(renderer);
            return switch (page) {
                case "phonelatch-number" -> renderer.number(model);
                case "phonelatch-send" -> renderer.send(model);
                case "phonelatch-current" -> renderer.current(model);
                case "phonelatch-login", "phonelatch-reset" -> renderer.account(page, model);
                default -> renderer.code(model);
            };
        }

        @Override
        public String toString() {
            return theme + " " + language + " " + page + " " + name;
        }
    }

    /** Keycloak's list of other ways would need to know who it is. */
    @Test
    void pageOfSomebodyUnknown_showsNoOtherWays() {
        Map<String, Object> model = PageRenderer.codeModel();
        model.putAll(ANONYMOUS);
        Document page = PageRenderer.english().withOtherWays().code(model);

        assertThat(page.select("#kc-select-try-another-way-form")).isEmpty();
        assertThat(page.getElementById("phonelatch-sent").text()).startsWith("If there is such an account");
        assertThat(PageRenderer.english()
                        .withOtherWays()
                        .code(PageRenderer.codeModel())
                        .select("#kc-select-try-another-way-form"))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyView_hasALabelForEachFieldAndUniqueIdsAndItsWiring(View view) {
        Document page = view.document(as -> {});
        Element form = form(page);
        assertThat(form.attr("action")).isEqualTo(PageRenderer.ACTION);
        assertThat(form.attr("method")).isEqualTo("post");
        for (Element field : form.select("input:not([type=hidden]), select")) {
            assertThat(form.select("label[for=" + field.id() + "]"))
                    .as("label of %s", field.id())
                    .hasSize(1);
            assertThat(field.attr("name")).isEqualTo(field.id());
        }
        for (Element described : form.select("[aria-describedby]")) {
            for (String id : described.attr("aria-describedby").split(" ", -1)) {
                assertThat(page.getElementById(id)).as(id).isNotNull();
            }
        }
        assertThat(page.select("[id^=phonelatch]").eachAttr("id")).doesNotHaveDuplicates();
        assertThat(form.select("button")).allSatisfy(button -> {
            assertThat(button.attr("type")).isEqualTo("submit");
            assertThat(button.hasAttr("disabled")).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyView_endsWithHelpAndSaysNothingThatIsNoKey(View view) {
        Document page = view.document(PageRenderer::keysForTexts);
        assertThat(page.getElementById("phonelatch-help").text()).isEqualTo("«phonelatchHelp»");
        Elements all = page.select("#phonelatch-number-form, #phonelatch-code-form, #kc-page-title, title");
        String rest = all.text()
                .replaceAll("«[^»]*»", "")
                .replace("+44 7400 123456", "")
                .replace("+44 •••• ••••21", "");
        assertThat(rest).isBlank();
        for (Element element : form(page).select("*")) {
            for (String attribute : List.of("title", "placeholder", "aria-label", "data-text", "data-done")) {
                assertThat(element.attr(attribute)).matches("(«[^»]*»)?");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyView_loadsItsFilesUnderOurVersionAndHoldsNoScriptOfItsOwn(View view) {
        Document page = view.document(as -> {});
        String files = PageRenderer.RESOURCES + "/phonelatch/" + Version.version();
        assertThat(page.select("script[src*=phonelatch]")).singleElement().satisfies(script -> {
            assertThat(script.attr("src")).isEqualTo(files + "/js/phonelatch.js");
            assertThat(script.attr("type")).isEqualTo("module");
        });
        assertThat(page.select("link[href*=phonelatch]").eachAttr("href"))
                .containsExactly(files + "/css/phonelatch.css");
        assertThat(form(page).select("script:not([src]), style, [style]")).isEmpty();
        assertThat(form(page).getAllElements())
                .allSatisfy(element -> assertThat(element.attributes())
                        .noneSatisfy(attribute -> assertThat(attribute.getKey()).startsWith("on")));
        for (String path : List.of("js/phonelatch.js", "css/phonelatch.css")) {
            assertThat(getClass()
                            .getResource("/theme-resources/resources/phonelatch/" + Version.version() + "/" + path))
                    .as(path)
                    .isNotNull();
        }
    }

    @Nested
    class NumberPage {
        @Test
        void itAsksForCountryAndNumber() {
            Element form = form(PageRenderer.english().number(PageRenderer.numberModel()));
            assertThat(form.id()).isEqualTo("phonelatch-number-form");
            Element country = form.getElementById("phone_country");
            assertThat(country.select("option").eachAttr("value")).containsExactly("DE", "GB");
            assertThat(country.select("option[selected]").text()).isEqualTo("United Kingdom (\u200E+44)");
            assertThat(country.attr("autocomplete")).isEqualTo("country");
            Element number = form.getElementById("phone_number");
            assertThat(number.attr("type")).isEqualTo("tel");
            assertThat(number.attr("dir")).isEqualTo("ltr");
            assertThat(number.attr("autocomplete")).isEqualTo("tel-national");
            assertThat(number.hasAttr("pattern") || number.hasAttr("maxlength")).isFalse();
            assertThat(number.hasAttr("autofocus")).isTrue();
            assertThat(buttons(form)).containsExactly("action=send");
        }

        @Test
        void noCountrySelected_asksToChooseOne() {
            Map<String, Object> model = PageRenderer.numberModel();
            model.put(
                    "countries",
                    List.of(Map.of("iso", "DE", "name", "Germany", "callingCode", "49", "selected", false)));
            Element country = form(PageRenderer.english().number(model)).getElementById("phone_country");
            assertThat(country.select("option").eachAttr("value")).containsExactly("", "DE");
        }

        @Test
        void numberOfAnotherCountry_isConfirmedByAButtonBehindTheOthers() {
            Map<String, Object> model = PageRenderer.numberModel();
            otherCountry(model);
            Element form = form(PageRenderer.english()
                    .error("phone_country", "phonelatchOtherCountry", "Germany")
                    .number(model));
            assertThat(form.getElementById("phonelatch-phone_country-error").text())
                    .isEqualTo("Is this a number of Germany?");
            assertThat(form.select("option[selected]").val()).isEqualTo("GB");
            assertThat(buttons(form)).containsExactly("action=send", "phone_country=DE");
            assertThat(form.select("button[name=phone_country]").text()).isEqualTo("Yes, Germany");
            assertThat(form.select("button[name=phone_country] + input[type=hidden][name=action]")
                            .val())
                    .isEqualTo("send");
        }

        @Test
        void knownNumber_isOfferedAndNotAskedFor() {
            Map<String, Object> model = PageRenderer.numberModel();
            model.put("knownNumber", "+44 7400 123456");
            Element form = form(PageRenderer.english().number(model));
            assertThat(form.select("input, select")).isEmpty();
            assertThat(form.select("#phonelatch-known bdi[dir=ltr]").text()).isEqualTo("+44 7400 123456");
            assertThat(buttons(form)).containsExactly("action=send", "action=change");
        }

        @Test
        void changing_saysWhichNumberStaysUntilTheNewOneIsVerified() {
            Map<String, Object> model = PageRenderer.numberModel();
            model.putAll(Map.of("changing", true, "currentNumber", "+44 •••• ••••21", "canCancel", true));
            Document page = PageRenderer.english().number(model);
            assertThat(page.getElementById("kc-page-title").text()).isEqualTo("Change your phone number");
            assertThat(page.getElementById("phonelatch-current").text())
                    .isEqualTo("Your number is +44 •••• ••••21. It stays in use until you have verified the new one.");
            assertThat(buttons(form(page))).containsExactly("action=send", "cancel-aia=true");
            assertThat(form(page).select("button[name=cancel-aia]").hasAttr("formnovalidate"))
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"base", "keycloak", "keycloak.v2"})
        void errorOfAField_standsAtItAndTakesTheFocus(String theme) {
            Map<String, Object> model = PageRenderer.numberModel();
            model.put("typedNumber", "<script>1");
            Document page = new PageRenderer(theme, Locale.ENGLISH)
                    .error("phone_number", "phonelatchInvalidNumber")
                    .number(model);
            Element number = page.getElementById("phone_number");
            assertThat(number.attr("value")).isEqualTo("<script>1");
            assertErrorAt(page, number, "This is not a valid phone number. Check the number and the country.");
            assertThat(page.getElementById("phone_country").hasAttr("aria-invalid"))
                    .isFalse();
        }

        @Test
        void errorOfTheKnownNumber_isShownThoughThereIsNoField() {
            Map<String, Object> model = PageRenderer.numberModel();
            model.put("knownNumber", "+44 20 7946 0000");
            Document page = PageRenderer.english()
                    .error("phone_number", "phonelatchLandlineNotAllowed")
                    .number(model);
            assertThat(page.expectFirst(".kc-feedback-text").text())
                    .isEqualTo("Landline numbers cannot be used here. Use the number of a mobile phone.");
        }

        @Test
        void errorOfTheCountry_movesTheFocusThere() {
            Document page = PageRenderer.english()
                    .error("phone_country", "phonelatchCountryNotAllowed")
                    .number(PageRenderer.numberModel());
            assertErrorAt(
                    page,
                    page.getElementById("phone_country"),
                    "Numbers from this country cannot be used here. Use another number.");
        }
    }

    /** The registration page of a theme of one's own, with the one line that we tell people to add. */
    @Nested
    class OwnRegistrationPage {
        @ParameterizedTest
        @ValueSource(strings = {"base", "keycloak", "keycloak.v2"})
        void oneLine_showsBothFields(String theme) {
            Document page = register(new PageRenderer(theme, Locale.ENGLISH), PageRenderer.numberModel());
            for (String field : List.of("phone_country", "phone_number")) {
                assertThat(page.select("label[for=" + field + "]").text()).endsWith("*");
                assertThat(page.getElementById(field).attr("name")).isEqualTo(field);
                assertThat(page.getElementById(field).hasAttr("autofocus")).isFalse();
            }
            assertThat(page.select("option[selected]").val()).isEqualTo("GB");
            assertThat(page.select("link[href*=phonelatch]")).hasSize(1);
            assertThat(page.select("button, script[src*=phonelatch]")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"base", "keycloak", "keycloak.v2"})
        void mistake_standsAtItsField_withWhatWasTyped(String theme) {
            Map<String, Object> model = PageRenderer.numberModel();
            model.put("typedNumber", "<b>1");
            Document page = register(
                    new PageRenderer(theme, Locale.ENGLISH).error("phone_number", "phonelatchInvalidNumber"), model);
            Element number = page.getElementById("phone_number");
            assertThat(number.attr("value")).isEqualTo("<b>1");
            assertThat(number.attr("aria-invalid")).isEqualTo("true");
            assertThat(page.getElementById("phonelatch-phone_number-error").text())
                    .isEqualTo("This is not a valid phone number. Check the number and the country.");
            for (String id : number.attr("aria-describedby").split(" ", -1)) {
                assertThat(page.getElementById(id)).as(id).isNotNull();
            }
        }

        /** A password has to be typed again all the same, so the form's own button confirms. */
        @Test
        void numberOfAnotherCountry_isConfirmedByTheSelectedOne() {
            Map<String, Object> model = PageRenderer.numberModel();
            otherCountry(model);
            Document page =
                    register(PageRenderer.english().error("phone_country", "phonelatchOtherCountry", "Germany"), model);
            assertThat(page.select("option[selected]").eachAttr("value")).containsExactly("DE");
            assertThat(page.getElementById("phonelatch-phone_country-error").text())
                    .isEqualTo("Is this a number of Germany?");
            assertThat(page.select("button, input[type=hidden]")).isEmpty();
        }

        @Test
        void flowWithoutTheStep_showsNothing() {
            Document page = Jsoup.parse(PageRenderer.english().render("own-register", null));
            assertThat(page.select("form").isEmpty()).isFalse();
            assertThat(page.select("form *")).isEmpty();
        }

        private static Document register(PageRenderer renderer, Map<String, Object> model) {
            return Jsoup.parse(renderer.render("own-register", model));
        }
    }

    @Nested
    class CodePage {
        @Test
        void itHasOneFieldThatTakesACodeHoweverItIsWritten() {
            Element form = form(PageRenderer.english().code(PageRenderer.codeModel()));
            assertThat(form.id()).isEqualTo("phonelatch-code-form");
            assertThat(form.select("input, select")).hasSize(1);
            Element code = form.getElementById("code");
            assertThat(code.attr("type")).isEqualTo("text");
            assertThat(code.attr("dir")).isEqualTo("ltr");
            assertThat(code.attr("inputmode")).isEqualTo("numeric");
            assertThat(code.attr("autocomplete")).isEqualTo("one-time-code");
            assertThat(code.attr("autocapitalize")).isEqualTo("off");
            assertThat(code.hasAttr("required") && code.hasAttr("autofocus")).isTrue();
            assertThat(code.hasAttr("pattern") || code.hasAttr("maxlength")).isFalse();
        }

        @Test
        void codeWithLetters_bringsUpTheWholeKeyboard() {
            Map<String, Object> model = PageRenderer.codeModel();
            model.put("digitsOnly", false);
            assertThat(form(PageRenderer.english().code(model))
                            .getElementById("code")
                            .hasAttr("inputmode"))
                    .isFalse();
        }

        @Test
        void enterKey_verifies_andNoOtherButtonWaitsForACode() {
            Element form = form(PageRenderer.english().code(PageRenderer.codeModel()));
            assertThat(buttons(form))
                    .containsExactly("action=verify", "action=resend", "channel=voice", "action=change");
            assertThat(form.select("button:not([formnovalidate])").eachAttr("value"))
                    .containsExactly("verify");
        }

        @Test
        void atSignIn_theNumberCannotBeChangedHere() {
            Map<String, Object> model = PageRenderer.codeModel();
            model.putAll(Map.of("canChange", false, "channels", List.of()));
            assertThat(buttons(form(PageRenderer.english().code(model))))
                    .containsExactly("action=verify", "action=resend");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        sms      | We sent a text message with a code to +44 7400 123456.
                        whatsapp | We sent a WhatsApp message with a code to +44 7400 123456.
                        voice    | We are calling +44 7400 123456. A voice says the code.
                        letter   | We sent a message with a code to +44 7400 123456.
                        """)
        void channel_isTold(String channel, String text) {
            Map<String, Object> model = PageRenderer.codeModel();
            model.put("channel", channel);
            Document page = PageRenderer.english().code(model);
            assertThat(page.getElementById("phonelatch-sent").text()).isEqualTo(text);
        }

        @Test
        void waits_areTheServersSeconds() {
            Element form = form(PageRenderer.english().code(PageRenderer.codeModel()));
            assertThat(form.getElementById("phonelatch-expiry").attr("data-seconds"))
                    .isEqualTo("300");
            assertThat(form.getElementById("phonelatch-expiry").text()).isEqualTo("The code is valid for 5 minutes.");
            assertThat(form.select("[value=resend]").attr("data-wait")).isEqualTo("300");
            assertThat(form.select("[value=resend]").text()).isEqualTo("Send a new code (in 5 minutes)");
            assertThat(form.select("[value=voice]").text()).isEqualTo("Call me (in 30 seconds)");
        }

        @Test
        void nothingToWaitFor_noWaitIsShown() {
            Map<String, Object> model = PageRenderer.codeModel();
            model.putAll(Map.of("expiresIn", 0, "resendIn", 0, "channels", PageRenderer.channels(0)));
            Element form = form(PageRenderer.english().code(model));
            assertThat(form.select("[data-wait]")).isEmpty();
            assertThat(form.getElementById("phonelatch-expiry").text())
                    .isEqualTo("This code has expired. Ask for a new one.");
            assertThat(form.getElementById("code")).isNotNull();
        }

        @Test
        void expiredCode_isSaidOnce() {
            Map<String, Object> model = PageRenderer.codeModel();
            model.putAll(Map.of("expiresIn", 0, "resendIn", 0));
            Document page = PageRenderer.english()
                    .error("code", "phonelatchCodeExpired")
                    .code(model);
            assertThat(page.body().text()).containsOnlyOnce("This code has expired.");
        }

        /** keycloak.v2 shows the address in a field, and has no label for it. */
        @Test
        void whoSignsIn_standsInAFieldWithALabel() {
            Document page = new PageRenderer("keycloak.v2", Locale.ENGLISH)
                    .with("auth", new Screens.SignedInSoFar())
                    .code(PageRenderer.codeModel());
            assertThat(page.select("input#kc-attempted-username")).hasSize(1);
            assertThat(page.select("label[for=kc-attempted-username]").text()).isEqualTo("Email");
        }

        @ParameterizedTest
        @ValueSource(strings = {"sending", "unknown"})
        void messageNotKnownToBeSent_noLifetimeIsPromised(String state) {
            Map<String, Object> model = PageRenderer.codeModel();
            model.put("state", state);
            Element form = form(PageRenderer.english().code(model));
            assertThat(form.attr("data-state")).isEqualTo(state);
            assertThat(form.getElementById("phonelatch-expiry")).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"base", "keycloak", "keycloak.v2"})
        void wrongCode_isSaidAtTheFieldAndNowhereElse(String theme) {
            Map<String, Object> model = PageRenderer.codeModel();
            model.put("attemptsLeft", 2);
            Document page = new PageRenderer(theme, Locale.ENGLISH)
                    .error("code", "phonelatchWrongCodeAttemptsLeft", 2)
                    .code(model);
            assertErrorAt(page, page.getElementById("code"), "This code is wrong. You have 2 attempts left.");
            assertThat(page.body().text()).containsOnlyOnce("You have 2 attempts left.");
            assertThat(page.getElementById("code").attr("value")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"base", "keycloak", "keycloak.v2"})
        void generalError_isShownByTheThemeAndDescribesTheFocusedField(String theme) {
            String text = "Codes cannot be sent or checked right now. Try again in a few minutes.";
            Document page = new PageRenderer(theme, Locale.ENGLISH)
                    .error(null, "phonelatchUnavailable")
                    .code(PageRenderer.codeModel());
            assertThat(page.getElementById("phonelatch-message").text()).isEqualTo(text);
            assertThat(page.getElementById("phonelatch-message").hasAttr("hidden"))
                    .isTrue();
            page.getElementById("phonelatch-message").remove();
            assertThat(page.body().text()).containsOnlyOnce(text);
            assertThat(page.getElementById("code").attr("aria-describedby")).contains("phonelatch-message");
            assertThat(page.getElementById("code").hasAttr("aria-invalid")).isFalse();
            assertThat(page.title()).isEqualTo("Error: Enter the code – Sign in to School");
        }

        @Test
        void errorOfTheNumber_isGeneralHere() {
            Document page = PageRenderer.english()
                    .error("phone_number", "phonelatchNumberUnreachable")
                    .code(PageRenderer.codeModel());
            assertThat(page.expectFirst(".kc-feedback-text").text())
                    .isEqualTo("This number cannot be reached. Check the number, or use another one.");
            assertThat(page.getElementById("code").attr("aria-describedby")).contains("phonelatch-message");
        }

        @Test
        void withoutError_theTitleNamesThePage() {
            assertThat(PageRenderer.english().code(PageRenderer.codeModel()).title())
                    .isEqualTo("Enter the code – Sign in to School");
        }
    }

    @Nested
    class RememberBox {
        @ParameterizedTest
        @ValueSource(strings = {"base", "keycloak", "keycloak.v2"})
        void itIsOfferedForSoManyDays_andNotChosenForAnybody(String theme) {
            Map<String, Object> model = PageRenderer.codeModel();
            remember(30, false).accept(model);
            Element form = form(new PageRenderer(theme, Locale.ENGLISH).code(model));
            Element box = form.expectFirst("input[type=checkbox]");
            assertThat(box.attr("name")).isEqualTo("remember_device");
            assertThat(box.attr("value")).isEqualTo("on");
            assertThat(box.hasAttr("checked") || box.hasAttr("required")).isFalse();
            assertThat(box.parent().tagName())
                    .as("the text is part of the target")
                    .isEqualTo("label");
            assertThat(box.parent().text()).isEqualTo("Do not ask for a code on this device for 30 days");
        }

        @Test
        void itStandsBetweenTheCodeAndTheButtons() {
            Map<String, Object> model = PageRenderer.codeModel();
            remember(30, false).accept(model);
            Element form = form(PageRenderer.english().code(model));
            assertThat(form.select("input, button").stream()
                            .map(Element::id)
                            .limit(3)
                            .toList())
                    .containsExactly("code", "remember_device", "");
        }

        @Test
        void whoChoseIt_findsItChosen() {
            Map<String, Object> model = PageRenderer.codeModel();
            remember(1, true).accept(model);
            Element box = form(PageRenderer.english().code(model)).getElementById("remember_device");
            assertThat(box.hasAttr("checked")).isTrue();
            assertThat(box.parent().text()).isEqualTo("Do not ask for a code on this device for 1 day");
        }

        @Test
        void zeroDays_itIsNotOffered() {
            Map<String, Object> model = PageRenderer.codeModel();
            remember(0, true).accept(model);
            assertThat(form(PageRenderer.english().code(model)).select("input[type=checkbox]"))
                    .isEmpty();
        }
    }

    @Nested
    class SendPage {
        @Test
        void itNamesTheNumberAndHasOneButton() {
            Document page = PageRenderer.english().send(PageRenderer.sendModel());
            Element form = form(page);
            assertThat(form.id()).isEqualTo("phonelatch-number-form");
            assertThat(form.select("input, select")).isEmpty();
            assertThat(form.getElementById("phonelatch-known").text())
                    .isEqualTo("To sign in, you need a code that we send to +44 •••• ••••21.");
            assertThat(buttons(form)).containsExactly("action=send");
            assertThat(form.select("[data-wait]")).isEmpty();
            assertThat(page.title()).isEqualTo("Confirm that it is you – Sign in to School");
        }

        @Test
        void wait_isTheServersSeconds() {
            Map<String, Object> model = PageRenderer.sendModel();
            model.put("sendIn", 90);
            Element form = form(PageRenderer.english().send(model));
            assertThat(form.select("[value=send]").attr("data-wait")).isEqualTo("90");
            assertThat(form.select("[value=send]").text()).isEqualTo("Send code (in 2 minutes)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"base", "keycloak", "keycloak.v2"})
        void error_isShownByTheThemeAndHeardFirst(String theme) {
            Document page = new PageRenderer(theme, Locale.ENGLISH)
                    .error(null, "phonelatchUnavailable")
                    .send(PageRenderer.sendModel());
            assertThat(page.title()).isEqualTo("Error: Confirm that it is you – Sign in to School");
            page.getElementById("phonelatch-message").remove();
            assertThat(page.body().text())
                    .containsOnlyOnce("Codes cannot be sent or checked right now. Try again in a few minutes.");
        }

        @Test
        void errorOfTheNumber_isShownThoughThereIsNoField() {
            Document page = PageRenderer.english()
                    .error("phone_number", "phonelatchNumberRefused")
                    .send(PageRenderer.sendModel());
            assertThat(page.expectFirst(".kc-feedback-text").text())
                    .isEqualTo("No code can be sent to this number. Use another number.");
        }
    }

    @Nested
    class CurrentPage {
        @Test
        void itSaysWhyAndWhere_andHasOneButton() {
            Document page = PageRenderer.english().current(PageRenderer.currentModel("phonelatchCurrentChange"));
            Element form = form(page);
            assertThat(form.id()).isEqualTo("phonelatch-number-form");
            assertThat(form.select("input, select")).isEmpty();
            assertThat(form.select("p.phonelatch-text").eachText())
                    .containsExactly(
                            "So that nobody else can change your number, we check first that you have the phone of the"
                                    + " current one.",
                            "For this you need a code that we send to +44 •••• ••••21.");
            assertThat(buttons(form)).containsExactly("action=send");
            assertThat(page.title()).isEqualTo("Confirm that it is you – Sign in to School");
        }

        @Test
        void onceTheCodeIsSent_theReasonStaysAndThePlaceIsToldOnce() {
            Document page = PageRenderer.english().code(PageRenderer.currentCodeModel("phonelatchCurrentFactor"));
            assertThat(form(page).select("p.phonelatch-text").eachText())
                    .startsWith(
                            "So that nobody else can change how you sign in, we check first that you have your phone.",
                            "We sent a text message with a code to +44 •••• ••••21.");
            assertThat(page.text()).containsOnlyOnce("+44");
            assertThat(buttons(form(page))).containsExactly("action=verify", "action=resend", "channel=voice");
        }

        /** Whom to ask is what an admin words; what can be done stands beside it, whatever that says. */
        @ParameterizedTest
        @ValueSource(strings = {"base", "keycloak", "keycloak.v2"})
        void whoLostThePhone_readsWhomToAskAndWhatCanBeDone(String theme) {
            for (Document page : List.of(
                    new PageRenderer(theme, Locale.ENGLISH)
                            .keysForTexts()
                            .current(PageRenderer.currentModel("phonelatchCurrentAgain")),
                    new PageRenderer(theme, Locale.ENGLISH)
                            .keysForTexts()
                            .code(PageRenderer.currentCodeModel("phonelatchCurrentAgain")))) {
                assertThat(page.getElementById("phonelatch-help").parent().text())
                        .isEqualTo("«phonelatchHelp» «phonelatchCurrentLost»");
                assertThat(page.text()).containsOnlyOnce("«phonelatchCurrentLost»");
            }
        }

        @Test
        void otherPages_sayNothingOfARemoval() {
            assertThat(PageRenderer.english().send(PageRenderer.sendModel()).getElementById("phonelatch-lost"))
                    .isNull();
            assertThat(PageRenderer.english().code(PageRenderer.codeModel()).getElementById("phonelatch-lost"))
                    .isNull();
        }

        @Test
        void whatWasChosen_canBeLeft() {
            Map<String, Object> model = PageRenderer.currentModel("phonelatchCurrentFactor");
            model.put("canCancel", true);
            assertThat(buttons(form(PageRenderer.english().current(model))))
                    .containsExactly("action=send", "cancel-aia=true");
        }

        @Test
        void blocked_nothingIsOffered() {
            Map<String, Object> model = PageRenderer.currentModel("phonelatchCurrentFactor");
            model.put("canSend", false);
            assertThat(buttons(form(PageRenderer.english().current(model)))).isEmpty();
        }
    }

    private static void assertErrorAt(Document page, Element field, String text) {
        String id = "phonelatch-" + field.id() + "-error";
        assertThat(field.attr("aria-invalid")).isEqualTo("true");
        assertThat(field.attr("aria-describedby").split(" ", -1)).startsWith(id);
        assertThat(page.getElementById(id).text()).isEqualTo(text);
        assertThat(page.body().text()).containsOnlyOnce(text);
        assertThat(page.select("[autofocus]")).containsExactly(field);
        assertThat(page.title()).startsWith("Error: ");
    }

    private static Element form(Document page) {
        return page.expectFirst("form.phonelatch");
    }

    private static List<String> buttons(Element form) {
        return form.select("button").stream()
                .map(button -> button.attr("name") + "=" + button.attr("value"))
                .toList();
    }

    private static void number(
            String name, Consumer<Map<String, Object>> change, List<View> views, String theme, Locale language) {
        Map<String, Object> model = PageRenderer.numberModel();
        change.accept(model);
        views.add(new View(name, theme, language, "phonelatch-number", model));
    }

    private static Consumer<Map<String, Object>> remember(int days, boolean chosen) {
        return model -> model.putAll(Map.of("rememberDays", days, "remember", chosen));
    }

    private static void send(String name, int wait, List<View> views, String theme, Locale language) {
        Map<String, Object> model = PageRenderer.sendModel();
        model.put("sendIn", wait);
        views.add(new View(name, theme, language, "phonelatch-send", model));
    }

    /** The page before the code is sent, and the one after it. */
    private static void current(
            String reason, Consumer<Map<String, Object>> change, List<View> views, String theme, Locale language) {
        Map<String, Object> before = PageRenderer.currentModel(reason);
        change.accept(before);
        views.add(new View(reason, theme, language, "phonelatch-current", before));
        Map<String, Object> after = PageRenderer.currentCodeModel(reason);
        change.accept(after);
        views.add(new View(reason, theme, language, "phonelatch-code", after));
    }

    private static void code(
            String name, Consumer<Map<String, Object>> change, List<View> views, String theme, Locale language) {
        Map<String, Object> model = PageRenderer.codeModel();
        change.accept(model);
        views.add(new View(name, theme, language, "phonelatch-code", model));
    }
}
