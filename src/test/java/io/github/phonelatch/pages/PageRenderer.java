package io.github.phonelatch.pages;

import freemarker.template.TemplateMethodModelEx;
import io.github.phonelatch.support.Version;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.keycloak.forms.login.MessageType;
import org.keycloak.theme.FreeMarkerException;
import org.keycloak.theme.KeycloakSanitizerMethod;
import org.keycloak.theme.beans.MessageBean;
import org.keycloak.theme.beans.MessageFormatterMethod;
import org.keycloak.theme.beans.MessagesPerFieldBean;
import org.keycloak.theme.freemarker.DefaultFreeMarkerProvider;

/** Renders our pages with Keycloak's own classes and themes, as a running server does, without one. */
final class PageRenderer {
    static final String ACTION = "/realms/school/login-actions/required-action?session_code=abc";
    static final String RESOURCES = "/resources/tag00/login/theme";

    private static final Set<String> RIGHT_TO_LEFT = Set.of("ar", "fa", "he");

    /** Keeps parsed templates, as a server does. */
    private static final DefaultFreeMarkerProvider FREEMARKER =
            new DefaultFreeMarkerProvider(new ConcurrentHashMap<>(), new KeycloakSanitizerMethod());

    private final LoginTheme theme;
    private final Locale language;
    private final Map<String, Object> data = new HashMap<>();

    PageRenderer(String theme, Locale language) {
        this.theme = new LoginTheme(theme);
        this.language = language;
        Properties texts = Messages.ofLoginPage(language);
        data.put("msg", new MessageFormatterMethod(language, texts));
        data.put("messagesPerField", new MessagesPerFieldBean());
        data.put("properties", this.theme.getProperties());
        data.put("darkMode", true);
        data.put("lang", language.toLanguageTag());
        data.put("title", "Sign in to School");
        data.put(
                "realm",
                Map.of(
                        "internationalizationEnabled", true,
                        "displayNameHtml", "School",
                        "loginWithEmailAllowed", true,
                        "registrationEmailAsUsername", true));
        data.put(
                "locale",
                Map.of(
                        "rtl",
                        RIGHT_TO_LEFT.contains(language.getLanguage()),
                        "currentLanguageTag",
                        language.toLanguageTag(),
                        "supported",
                        List.of()));
        data.put(
                "url",
                Map.of(
                        "loginAction",
                        ACTION,
                        "loginUrl",
                        "/realms/school/login-actions/authenticate?client_id=portal",
                        "loginRestartFlowUrl",
                        "/realms/school/login-actions/restart",
                        "registrationAction",
                        ACTION,
                        "resourcesPath",
                        RESOURCES,
                        "resourcesCommonPath",
                        "/resources/tag00/common/keycloak",
                        "ssoLoginInOtherTabsUrl",
                        "/realms/school/login-actions/authenticate"));
    }

    static PageRenderer english() {
        return new PageRenderer("keycloak.v2", Locale.ENGLISH);
    }

    /** As Keycloak's form provider hands over an error; without a field it is a general one. */
    PageRenderer error(String field, String key, Object... arguments) {
        String text = new MessageFormat(Messages.ofLoginPage(language).getProperty(key), language).format(arguments);
        MessagesPerFieldBean perField = new MessagesPerFieldBean();
        perField.addMessage(field, text, MessageType.ERROR);
        data.put("messagesPerField", perField);
        data.put("message", new MessageBean(text, MessageType.ERROR));
        return this;
    }

    /** What pages of Keycloak's own ask for besides. */
    PageRenderer with(String name, Object value) {
        data.put(name, value);
        return this;
    }

    /** As in a realm with these settings of what people sign in with. */
    PageRenderer signingInWith(boolean loginWithEmailAllowed, boolean emailAsUsername) {
        return with(
                "realm",
                Map.of(
                        "internationalizationEnabled", true,
                        "displayNameHtml", "School",
                        "loginWithEmailAllowed", loginWithEmailAllowed,
                        "registrationEmailAsUsername", emailAsUsername,
                        "password", true,
                        "resetPasswordAllowed", false,
                        "rememberMe", false,
                        "registrationAllowed", false));
    }

    /** As where the realm lets people choose between some. */
    PageRenderer withLanguages() {
        return with(
                "locale",
                Map.of(
                        "rtl",
                        RIGHT_TO_LEFT.contains(language.getLanguage()),
                        "currentLanguageTag",
                        language.toLanguageTag(),
                        "current",
                        language.getDisplayLanguage(language),
                        "supported",
                        Stream.of("en", "ar", language.toLanguageTag())
                                .distinct()
                                .map(Locale::forLanguageTag)
                                .map(one -> Map.of(
                                        "url", "?kc_locale=" + one.toLanguageTag(),
                                        "label", one.getDisplayName(one),
                                        "languageTag", one.toLanguageTag()))
                                .toList()));
    }

    Locale language() {
        return language;
    }

    /** Every text becomes the key that it comes from, in «». */
    PageRenderer keysForTexts() {
        TemplateMethodModelEx keys = arguments -> "«" + arguments.get(0) + "»";
        data.put("msg", keys);
        return this;
    }

    Document number(Map<String, Object> phonelatch) {
        return Jsoup.parse(render("phonelatch-number", phonelatch));
    }

    Document code(Map<String, Object> phonelatch) {
        return Jsoup.parse(render("phonelatch-code", phonelatch));
    }

    Document send(Map<String, Object> phonelatch) {
        return Jsoup.parse(render("phonelatch-send", phonelatch));
    }

    Document current(Map<String, Object> phonelatch) {
        return Jsoup.parse(render("phonelatch-current", phonelatch));
    }

    /** As Keycloak shows a step of a flow that has other ways. */
    PageRenderer withOtherWays() {
        data.put("auth", new OtherWays());
        return this;
    }

    /** Of Keycloak's {@code AuthenticationContextBean} what the layouts ask. */
    public static final class OtherWays {
        public boolean showTryAnotherWayLink() {
            return true;
        }

        public boolean showUsername() {
            return false;
        }

        public boolean showResetCredentials() {
            return false;
        }

        public String getSelectedCredential() {
            return "";
        }
    }

    /** The pages that ask whose account it is. */
    Document account(String pageId, Map<String, Object> phonelatch) {
        return Jsoup.parse(render(pageId, phonelatch));
    }

    String render(String pageId, Map<String, Object> phonelatch) {
        data.put("pageId", pageId);
        data.put("phonelatch", phonelatch);
        try {
            return FREEMARKER.processTemplate(data, pageId + ".ftl", theme);
        } catch (FreeMarkerException e) {
            throw new AssertionError(e);
        }
    }

    /** A number page that asks for a number. */
    static Map<String, Object> numberModel() {
        Map<String, Object> model = new HashMap<>();
        model.put("version", Version.version());
        model.put(
                "countries",
                List.of(
                        Map.of("iso", "DE", "name", "Germany", "callingCode", "49", "selected", false),
                        Map.of("iso", "GB", "name", "United Kingdom", "callingCode", "44", "selected", true)));
        model.put("typedNumber", "");
        model.put("knownNumber", "");
        model.put("canCancel", false);
        model.put("changing", false);
        model.put("currentNumber", "");
        return model;
    }

    /** A page that asks whose account it is. */
    static Map<String, Object> accountModel() {
        Map<String, Object> model = numberModel();
        model.put("typedAddress", "");
        model.put("mails", true);
        return model;
    }

    /** A page at sign-in that offers to send a code, at once. */
    static Map<String, Object> sendModel() {
        Map<String, Object> model = new HashMap<>();
        model.put("version", Version.version());
        model.put("number", "+44 •••• ••••21");
        model.put("sendIn", 0);
        model.put("canSend", true);
        model.put("canCancel", false);
        return model;
    }

    /** A page that asks for a code to the current number, which can be sent at once. */
    static Map<String, Object> currentModel(String reason) {
        Map<String, Object> model = sendModel();
        model.put("reason", reason);
        return model;
    }

    /** The code page that follows it. */
    static Map<String, Object> currentCodeModel(String reason) {
        Map<String, Object> model = codeModel();
        model.put("number", "+44 •••• ••••21");
        model.put("canChange", false);
        model.put("reason", reason);
        return model;
    }

    /** A call, in that many seconds. */
    static List<Map<String, Object>> channels(int wait) {
        return List.of(Map.of("id", "voice", "in", wait));
    }

    /** A code page of someone who is enrolling and whose message has just been sent. */
    static Map<String, Object> codeModel() {
        Map<String, Object> model = new HashMap<>();
        model.put("version", Version.version());
        model.put("number", "+44 7400 123456");
        model.put("channel", "sms");
        model.put("state", "sent");
        model.put("codeLength", 6);
        model.put("digitsOnly", true);
        model.put("expiresIn", 300);
        model.put("resendIn", 300);
        model.put("channels", channels(30));
        model.put("attemptsLeft", -1);
        model.put("canChange", true);
        model.put("canCancel", false);
        return model;
    }
}
