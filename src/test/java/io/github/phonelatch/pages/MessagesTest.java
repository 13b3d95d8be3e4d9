package io.github.phonelatch.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.theme.ClasspathThemeResourceProviderFactory;

class MessagesTest {
    private static final Path SOURCES = Path.of("themes/phonelatch/theme-resources");
    private static final Path CODE = Path.of("src/main/java");
    private static final Path REALM = Path.of("realm-config/school-realm.json");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)");

    private static final List<String> LANGUAGES = List.of(
            "ar", "de", "en", "es", "fa", "fr", "it", "ja", "ko", "nl", "pl", "pt", "pt-BR", "ru", "th", "tr", "uk",
            "vi", "zh-CN", "zh-TW");

    /** Every number that a text is about: attempts, digits, seconds, minutes, hours and days. */
    private static final int[] NUMBERS = IntStream.concat(
                    IntStream.rangeClosed(0, 125), IntStream.of(365, 600, 1440, 3600))
            .toArray();

    private static final Set<String> BUTTONS = Set.of(
            "phonelatchSendCode",
            "phonelatchSendToKnown",
            "phonelatchUseAnotherNumber",
            "phonelatchOtherCountryYes",
            "phonelatchVerify",
            "phonelatchResend",
            "phonelatchBySms",
            "phonelatchByWhatsapp",
            "phonelatchByVoice",
            "phonelatchByEmail",
            "phonelatchStartAgain",
            "phonelatchPhoneLoginCode",
            "phonelatchResetByPhone",
            "phonelatchResetByMail");

    /** Keys of texts that the consoles show, with parameters as {@code {{0}}}. */
    private static final String OF_CONSOLES = "phonelatch-";

    /** Keys that Keycloak puts together from the id of an authenticator, for its list of ways to sign in. */
    private static final Set<String> OF_AUTHENTICATORS = Set.of(
            "phonelatch-phone-login-display-name",
            "phonelatch-phone-login-help-text",
            "phonelatch-reset-display-name",
            "phonelatch-reset-help-text");

    /** Keys that Keycloak puts together from the id of a required action, for its mails and pages. */
    private static final Set<String> OF_ACTIONS = Set.of("requiredAction.phonelatch-verify-phone");

    /** Keys that only an admin gives a text. */
    private static final Set<String> OF_ADMINS = Set.of("phonelatchNoticeHelp");

    /** Keys are written out, never put together, so that they can be found. */
    private static final Pattern KEY = Pattern.compile(
            "\"(?:\\$\\{)?(phonelatch[A-Z]\\w+|phonelatch-(?:setting|phone|device)-[a-z-]+|do[A-Z]\\w+)(?:}\\\\)?\"");

    static Stream<Locale> languages() {
        return Messages.languages().stream();
    }

    static Stream<Locale> otherLanguages() {
        return languages().filter(language -> !language.equals(Messages.ENGLISH));
    }

    /** The whole page speaks one language only where Keycloak's part of it does. */
    @Test
    void languages_areThoseOfKeycloaksPagesThatAreSaidToBeThere() {
        assertThat(languages().map(Locale::toLanguageTag))
                .containsExactlyInAnyOrder(LANGUAGES.toArray(String[]::new))
                .isSubsetOf(Set.of(new LoginTheme("keycloak.v2")
                        .getProperties()
                        .getProperty("locales")
                        .split(",")));
        assertThat(Json.read(REALM).get("supportedLocales"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(LANGUAGES.toArray(String[]::new));
    }

    /** By Keycloak's own class for texts that extensions bring, from the tag that a realm lists. */
    @ParameterizedTest
    @MethodSource("languages")
    void everyFile_isFoundByKeycloakForItsTag(Locale language) throws IOException {
        Locale ofTheRealm = Locale.forLanguageTag(language.toLanguageTag());
        Properties found = new ClasspathThemeResourceProviderFactory("ours", MessagesTest.class.getClassLoader())
                .getMessages("messages", ofTheRealm);

        assertThat(found).isEqualTo(Messages.ours(language));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguage_hasTheKeysOfEnglish(Locale language) {
        assertThat(keys(language)).isEqualTo(keys(Messages.ENGLISH));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyText_hasThePlaceholdersOfTheEnglishOne(Locale language) {
        Properties english = Messages.ours(Messages.ENGLISH);
        Properties texts = Messages.ours(language);
        assertThat(keys(language))
                .allSatisfy(key -> assertThat(placeholders(texts.getProperty(key)))
                        .as(key)
                        .isEqualTo(placeholders(english.getProperty(key))));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyTextOfAPage_formatsWithWholeNumbers(Locale language) {
        Properties texts = Messages.ours(language);
        for (String key : keys(language)) {
            for (int number : NUMBERS) {
                if (!key.startsWith(OF_CONSOLES)) {
                    assertThat(format(language, texts.getProperty(key), number))
                            .as("%s with %d", key, number)
                            .isNotBlank()
                            .doesNotContain("{", "}", "|", "#", "''");
                }
            }
        }
    }

    /** A phone is narrow, and a sentence of three lines is not read. */
    @ParameterizedTest
    @MethodSource("otherLanguages")
    void everyText_isAboutAsLongAsTheEnglishOne_andButtonsFitAPhone(Locale language) {
        Properties english = Messages.ours(Messages.ENGLISH);
        Properties texts = Messages.ours(language);
        for (String key : keys(language)) {
            boolean ofConsoles = key.startsWith(OF_CONSOLES);
            for (int number : ofConsoles ? new int[] {0} : NUMBERS) {
                String text = ofConsoles ? texts.getProperty(key) : format(language, texts.getProperty(key), number);
                String inEnglish = ofConsoles
                        ? english.getProperty(key)
                        : format(Messages.ENGLISH, english.getProperty(key), number);
                assertThat(text.length())
                        .as("%s with %d: %s", key, number, text)
                        .isLessThanOrEqualTo(inEnglish.length() * 9 / 5 + 20);
                if (BUTTONS.contains(key)) {
                    assertThat(text.length()).as("button %s: %s", key, text).isLessThanOrEqualTo(45);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("otherLanguages")
    void everySentence_isInItsLanguage(Locale language) {
        Properties english = Messages.ours(Messages.ENGLISH);
        Properties texts = Messages.ours(language);
        assertThat(keys(language).stream()
                        .filter(key -> english.getProperty(key).contains(" ")
                                && english.getProperty(key).matches(".*\\p{L}{2}.* .*\\p{L}{2}.*")))
                .hasSizeGreaterThan(50)
                .allSatisfy(key -> assertThat(texts.getProperty(key)).as(key).isNotEqualTo(english.getProperty(key)));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void textsOfTheConsoles_areWrittenByTheirRules(Locale language) {
        Properties texts = Messages.ours(language);
        assertThat(keys(language).stream().filter(key -> key.startsWith(OF_CONSOLES)))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(texts.getProperty(key).replaceAll("\\{\\{\\d}}", "x"))
                        .isNotBlank()
                        .doesNotContain("{", "}", "''"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | phonelatchWrongCodeAttemptsLeft | 0 | This code is wrong. You have no attempts left.
                    en | phonelatchWrongCodeAttemptsLeft | 1 | This code is wrong. You have 1 attempt left.
                    en | phonelatchWrongCodeAttemptsLeft | 2 | This code is wrong. You have 2 attempts left.
                    en | phonelatchSeconds            | 1 | 1 second
                    en | phonelatchSeconds            | 45| 45 seconds
                    en | phonelatchBlocked            | 24| Too many wrong codes in a row. Codes by phone are blocked for 24 hours.
                    ar | phonelatchMinutes            | 1 | دقيقة واحدة
                    ar | phonelatchMinutes            | 2 | دقيقتين
                    ar | phonelatchMinutes            | 3 | # دقائق
                    ar | phonelatchMinutes            | 10| # دقائق
                    ar | phonelatchMinutes            | 11| # دقيقة
                    ar | phonelatchMinutes            | 99| # دقيقة
                    pl | phonelatchBlocked            | 2 | Zbyt wiele nieprawidłowych kodów z rzędu. Kody na telefon są zablokowane na 2 godziny.
                    pl | phonelatchBlocked            | 5 | Zbyt wiele nieprawidłowych kodów z rzędu. Kody na telefon są zablokowane na 5 godzin.
                    pl | phonelatchBlocked            | 12| Zbyt wiele nieprawidłowych kodów z rzędu. Kody na telefon są zablokowane na 12 godzin.
                    pl | phonelatchBlocked            | 22| Zbyt wiele nieprawidłowych kodów z rzędu. Kody na telefon są zablokowane na 22 godziny.
                    pl | phonelatchAttemptsLeft          | 1 | Pozostała 1 próba.
                    pl | phonelatchAttemptsLeft          | 4 | Pozostało prób: 4.
                    ru | phonelatchBlocked            | 1 | Слишком много неверных кодов подряд. Коды на телефон заблокированы на 1 час.
                    ru | phonelatchBlocked            | 2 | Слишком много неверных кодов подряд. Коды на телефон заблокированы на 2 часа.
                    ru | phonelatchBlocked            | 11| Слишком много неверных кодов подряд. Коды на телефон заблокированы на 11 часов.
                    ru | phonelatchBlocked            | 21| Слишком много неверных кодов подряд. Коды на телефон заблокированы на 21 час.
                    ru | phonelatchBlocked            | 24| Слишком много неверных кодов подряд. Коды на телефон заблокированы на 24 часа.
                    ru | phonelatchRememberDevice     | 1 | Не запрашивать код на этом устройстве в течение 1 дня
                    ru | phonelatchRememberDevice     | 21| Не запрашивать код на этом устройстве в течение 21 дня
                    ru | phonelatchRememberDevice     | 30| Не запрашивать код на этом устройстве в течение 30 дней
                    uk | phonelatchTooManySendsMinutes| 1 | Надіслано забагато кодів. Спробуйте ще раз через 1 хвилину.
                    uk | phonelatchTooManySendsMinutes| 3 | Надіслано забагато кодів. Спробуйте ще раз через 3 хвилини.
                    uk | phonelatchTooManySendsMinutes| 12| Надіслано забагато кодів. Спробуйте ще раз через 12 хвилин.
                    uk | phonelatchBlocked            | 21| Забагато невірних кодів поспіль. Коди на телефон заблоковано на 21 годину.
                    uk | phonelatchBlocked            | 22| Забагато невірних кодів поспіль. Коди на телефон заблоковано на 22 години.
                    de | phonelatchMinutes            | 1 | 1 Minute
                    de | phonelatchMinutes            | 2 | 2 Minuten
                    """)
    void numbersInTexts_followTheLanguagesGrammar(String tag, String key, int number, String expected) {
        Locale language = Locale.forLanguageTag(tag);
        String text = format(language, Messages.ours(language).getProperty(key), number);
        // Which digits Arabic is written with differs between the JDKs that a server may run on.
        assertThat(tag.equals("ar") ? text.replaceAll("\\p{Nd}+", "#") : text).isEqualTo(expected);
    }

    @Test
    void everyKeyOfAPage_isOneOfOursOrOfKeycloak() throws IOException {
        Set<String> known = new TreeSet<>(keys(Messages.ENGLISH));
        known.addAll(Messages.keycloaks(Messages.ENGLISH).stringPropertyNames());
        known.addAll(OF_ADMINS);
        assertThat(keysIn(SOURCES.resolve("templates"))).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void everyKeyOfTheCode_hasAText() throws IOException {
        Set<String> said = keysIn(CODE);
        said.removeIf(key -> !key.matches("phonelatch[A-Z].*|phonelatch-setting-.*"));
        assertThat(said).isNotEmpty().isSubsetOf(keys(Messages.ENGLISH));
    }

    @Test
    void everyTextOfOurs_isSaidSomewhere() throws IOException {
        Set<String> said = keysIn(SOURCES.resolve("templates"));
        said.addAll(keysIn(CODE));
        said.addAll(OF_AUTHENTICATORS);
        said.addAll(OF_ACTIONS);
        said.addAll(keysIn(REALM));
        assertThat(said).containsAll(keys(Messages.ENGLISH));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyKey_standsOnce(Locale language) throws IOException {
        Path file = SOURCES.resolve("messages/messages_" + language + ".properties");
        assertThat(Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("phonelatch"))
                        .map(line -> line.substring(0, line.indexOf('='))))
                .doesNotHaveDuplicates();
    }

    @Test
    void ourKeys_hideNoneOfKeycloaks() {
        assertThat(keys(Messages.ENGLISH))
                .doesNotContainAnyElementsOf(
                        Messages.keycloaks(Messages.ENGLISH).stringPropertyNames());
    }

    private static Set<String> keysIn(Path folder) throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                KEY.matcher(Files.readString(file)).results().forEach(found -> keys.add(found.group(1)));
            }
        }
        return keys;
    }

    private static Set<String> keys(Locale language) {
        return new TreeSet<>(Messages.ours(language).stringPropertyNames());
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String format(Locale language, String text, int number) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        Object[] arguments = placeholder.find() ? new Object[] {number, number, number, number} : new Object[0];
        return new MessageFormat(text, language).format(arguments);
    }
}
