package io.github.phonelatch.pages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.keycloak.theme.beans.AdvancedMessageFormatterMethod;

/** Every page of ours in every state that looks different, with the parts of Keycloak's that stand around it. */
final class Screens {
    static final List<Screen> ALL = all();

    private static final String MASKED = "+44 ••••••••56";
    private static final String EMAIL = "sofia@school.example";

    private Screens() {}

    private static List<Screen> all() {
        List<Screen> screens = new ArrayList<>();
        number(screens, "first sign-in", page -> page, Map.of());
        number(
                screens,
                "not a number",
                page -> page.error("phone_number", "phonelatchInvalidNumber"),
                Map.of("typedNumber", "0123"));
        number(
                screens,
                "a country without codes",
                page -> page.error("phone_country", "phonelatchCountryNotAllowed"),
                Map.of("typedNumber", "030 123456"));
        number(screens, "EngageLab is down", page -> page.error(null, "phonelatchUnavailable"), Map.of());
        number(screens, "a number is there", page -> page, Map.of("knownNumber", "+44 7400 123456"));
        number(
                screens,
                "it cannot be used",
                page -> page.error("phone_number", "phonelatchLandlineNotAllowed"),
                Map.of("knownNumber", "+44 20 7946 0000"));
        number(
                screens,
                "changing the number",
                page -> page,
                Map.of("changing", true, "currentNumber", MASKED, "canCancel", true));

        code(screens, "text message", page -> page, Map.of());
        code(
                screens,
                "WhatsApp, other channels now",
                page -> page,
                Map.of("channel", "whatsapp", "channels", PageRenderer.channels(0)));
        code(screens, "call", page -> page, Map.of("channel", "voice", "channels", List.of(), "attemptsLeft", 3));
        code(
                screens,
                "another channel, letters too",
                page -> page,
                Map.of("channel", "mail", "channels", List.of(), "digitsOnly", false, "codeLength", 8));
        code(screens, "on its way", page -> page, Map.of("state", "sending"));
        code(screens, "outcome unknown", page -> page, Map.of("state", "unknown", "resendIn", 0));
        code(
                screens,
                "wrong code",
                page -> page.error("code", "phonelatchWrongCodeAttemptsLeft", 4),
                Map.of("attemptsLeft", 4));
        code(
                screens,
                "too many attempts",
                page -> page.error("code", "phonelatchTooManyAttempts"),
                Map.of("attemptsLeft", 0, "expiresIn", 0, "channels", PageRenderer.channels(0)));
        code(
                screens,
                "expired",
                page -> page.error("code", "phonelatchCodeExpired"),
                Map.of("expiresIn", 0, "resendIn", 0, "channels", PageRenderer.channels(0)));
        code(
                screens,
                "changing the number",
                page -> page.error(null, "phonelatchUnavailable"),
                Map.of("canCancel", true));

        current(screens, "before another number", "phonelatchCurrentChange", true, page -> page, Map.of());
        current(screens, "before another way to sign in", "phonelatchCurrentFactor", true, page -> page, Map.of());
        current(screens, "verified too long ago", "phonelatchCurrentAgain", false, page -> page, Map.of());
        current(
                screens,
                "no code could be sent",
                "phonelatchCurrentChange",
                true,
                page -> page.error(null, "phonelatchUnavailable"),
                Map.of());
        current(
                screens,
                "a code is out already",
                "phonelatchCurrentFactor",
                false,
                page -> page.error(null, "phonelatchCodeAlreadyOut", 2),
                Map.of("sendIn", 90));
        current(
                screens,
                "blocked",
                "phonelatchCurrentFactor",
                true,
                page -> page.error(null, "phonelatchBlocked", 24),
                Map.of("canSend", false));
        currentCode(screens, "the code before another number", "phonelatchCurrentChange", true, page -> page, Map.of());
        currentCode(
                screens,
                "wrong code before another way to sign in",
                "phonelatchCurrentFactor",
                true,
                page -> page.error("code", "phonelatchWrongCodeAttemptsLeft", 4),
                Map.of("attemptsLeft", 4));
        currentCode(
                screens,
                "on its way, verified too long ago",
                "phonelatchCurrentAgain",
                false,
                page -> page,
                Map.of("state", "sending"));

        signIn(screens, "devices may be remembered", page -> page, Map.of("rememberDays", 30, "remember", false));
        signIn(
                screens,
                "wrong code",
                page -> page.error("code", "phonelatchWrongCodeAttemptsLeft", 1),
                Map.of("attemptsLeft", 1, "rememberDays", 30, "remember", true));
        screens.add(new Screen(
                "sign-in", "of nobody known", page -> page.render("phonelatch-code", codeModel(unverified()))));
        send(screens, "no code could be sent", "phonelatchUnavailable", Map.of());
        send(screens, "a code is out already", "phonelatchCodeAlreadyOut", Map.of("sendIn", 90), 2);
        send(screens, "blocked", "phonelatchBlocked", Map.of("canSend", false), 24);
        screens.add(new Screen(
                "sign-in",
                "no code could be sent to nobody known",
                page -> page.error(null, "phonelatchUnavailable")
                        .render("phonelatch-send", model(PageRenderer.sendModel(), unverified()))));
        screens.add(new Screen(
                "sign-in",
                "Keycloak's list of ways",
                page -> page.with("auth", new ListOfWays()).render("select-authenticator", Map.of())));

        account(screens, "phone-login", "begin", page -> page, Map.of());
        account(
                screens,
                "phone-login",
                "wrong",
                page -> page.error("password", "phonelatchPhoneLoginWrong"),
                Map.of("typedNumber", "07400 123456", "typedAddress", EMAIL));
        account(
                screens,
                "phone-login",
                "no number",
                page -> page.error("phone_number", "phonelatchNumberMissing"),
                Map.of());
        account(screens, "reset", "begin", page -> page, Map.of());
        account(
                screens,
                "reset",
                "nothing typed",
                page -> page.error("email", "phonelatchAccountMissing"),
                Map.of("mails", false));
        account(
                screens,
                "reset",
                "not a number",
                page -> page.error("phone_number", "phonelatchInvalidNumber"),
                Map.of("typedNumber", "0123", "typedAddress", EMAIL));

        registration(screens, "begin", page -> page, Map.of());
        registration(
                screens,
                "not a number",
                page -> page.error("phone_number", "phonelatchInvalidNumber"),
                Map.of("typedNumber", "0123"));
        return List.copyOf(screens);
    }

    private static void number(
            List<Screen> screens, String caption, UnaryOperator<PageRenderer> around, Map<String, Object> changes) {
        screens.add(new Screen(
                "number",
                caption,
                page -> around.apply(page)
                        .render("phonelatch-number", numbers(page, PageRenderer.numberModel(), changes))));
    }

    private static void code(
            List<Screen> screens, String caption, UnaryOperator<PageRenderer> around, Map<String, Object> changes) {
        screens.add(
                new Screen("code", caption, page -> around.apply(page).render("phonelatch-code", codeModel(changes))));
    }

    /** @param chosen whether the person began it, and may leave it */
    private static void current(
            List<Screen> screens,
            String caption,
            String reason,
            boolean chosen,
            UnaryOperator<PageRenderer> around,
            Map<String, Object> changes) {
        Map<String, Object> model = model(PageRenderer.currentModel(reason), changes);
        model.put("canCancel", chosen);
        screens.add(new Screen("current", caption, page -> around.apply(page).render("phonelatch-current", model)));
    }

    private static void currentCode(
            List<Screen> screens,
            String caption,
            String reason,
            boolean chosen,
            UnaryOperator<PageRenderer> around,
            Map<String, Object> changes) {
        Map<String, Object> model = model(PageRenderer.currentCodeModel(reason), changes);
        model.put("canCancel", chosen);
        screens.add(new Screen("current", caption, page -> around.apply(page).render("phonelatch-code", model)));
    }

    /** Keycloak shows who signs in, and the way to its list of other ways. */
    private static void signIn(
            List<Screen> screens, String caption, UnaryOperator<PageRenderer> around, Map<String, Object> changes) {
        Map<String, Object> model = codeModel(changes);
        model.putAll(Map.of("canChange", false, "number", MASKED));
        screens.add(new Screen(
                "sign-in",
                caption,
                page -> around.apply(page.with("auth", new SignedInSoFar())).render("phonelatch-code", model)));
    }

    private static void send(
            List<Screen> screens, String caption, String error, Map<String, Object> changes, Object... arguments) {
        Map<String, Object> model = model(PageRenderer.sendModel(), changes);
        model.put("number", MASKED);
        screens.add(new Screen(
                "sign-in",
                caption,
                page -> page.with("auth", new SignedInSoFar())
                        .error(null, error, arguments)
                        .render("phonelatch-send", model)));
    }

    private static void account(
            List<Screen> screens,
            String name,
            String caption,
            UnaryOperator<PageRenderer> around,
            Map<String, Object> changes) {
        screens.add(new Screen(
                name,
                caption,
                page -> around.apply(page)
                        .render(
                                "phonelatch-" + name.replace("phone-", ""),
                                numbers(page, PageRenderer.accountModel(), changes))));
    }

    /** Keycloak's own page with the fields of the school realm and ours. */
    private static void registration(
            List<Screen> screens, String caption, UnaryOperator<PageRenderer> around, Map<String, Object> changes) {
        Map<String, Object> profile = Map.of(
                "attributes",
                List.of(attribute("firstName", "${phonelatchName}", "name"), attribute("email", "${email}", "email")),
                "html5DataAnnotations",
                Map.of());
        screens.add(new Screen(
                "registration",
                caption,
                page -> around.apply(page.with("profile", profile)
                                .with("passwordRequired", true)
                                .with("passwordPolicies", Map.of())
                                .with(
                                        "advancedMsg",
                                        new AdvancedMessageFormatterMethod(
                                                page.language(), Messages.ofLoginPage(page.language()))))
                        .render("register", numbers(page, PageRenderer.numberModel(), changes))));
    }

    private static Map<String, Object> attribute(String name, String label, String autocomplete) {
        return Map.of(
                "name",
                name,
                "displayName",
                label,
                "autocomplete",
                autocomplete,
                "required",
                true,
                "readOnly",
                false,
                "multivalued",
                false,
                "value",
                "",
                "annotations",
                Map.of(),
                "html5DataAnnotations",
                Map.of());
    }

    private static Map<String, Object> unverified() {
        return Map.of("number", "", "channel", "", "onlyHere", true);
    }

    private static Map<String, Object> numbers(
            PageRenderer page, Map<String, Object> begin, Map<String, Object> changes) {
        Map<String, Object> model = model(begin, changes);
        model.put("countries", countries(page.language()));
        return model;
    }

    private static Map<String, Object> codeModel(Map<String, Object> changes) {
        return model(PageRenderer.codeModel(), changes);
    }

    private static Map<String, Object> model(Map<String, Object> begin, Map<String, Object> changes) {
        Map<String, Object> model = new HashMap<>(begin);
        model.putAll(changes);
        return model;
    }

    /** What Keycloak's {@code AuthenticationContextBean} tells the pages after the password. */
    public static class SignedInSoFar {
        public boolean showTryAnotherWayLink() {
            return true;
        }

        public boolean showUsername() {
            return true;
        }

        public boolean showResetCredentials() {
            return false;
        }

        public String getAttemptedUsername() {
            return EMAIL;
        }

        public List<Map<String, Object>> getAuthenticationSelections() {
            return List.of(
                    way("1", "webauthn", "kcAuthenticatorWebAuthnClass"),
                    way("2", "phonelatch-phone", "kcAuthenticatorOTPClass"),
                    way("3", "otp", "kcAuthenticatorOTPClass"));
        }

        private static Map<String, Object> way(String id, String name, String icon) {
            return Map.of(
                    "authExecId",
                    id,
                    "displayName",
                    name + "-display-name",
                    "helpText",
                    name + "-help-text",
                    "iconCssClass",
                    icon);
        }
    }

    /** There it offers no way to where one is. */
    public static final class ListOfWays extends SignedInSoFar {
        @Override
        public boolean showTryAnotherWayLink() {
            return false;
        }
    }

    /** As people read them in their language. */
    private static List<Map<String, Object>> countries(Locale language) {
        return List.of(country("DE", "49", language), country("GB", "44", language));
    }

    private static Map<String, Object> country(String iso, String callingCode, Locale language) {
        return Map.of(
                "iso",
                iso,
                "name",
                new Locale("", iso).getDisplayCountry(language),
                "callingCode",
                callingCode,
                "selected",
                iso.equals("GB"));
    }
}
