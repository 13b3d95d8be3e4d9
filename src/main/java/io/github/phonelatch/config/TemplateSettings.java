package io.github.phonelatch.config;

import io.github.phonelatch.config.RealmSettings.Templates;
import io.github.phonelatch.gateway.OtpMessage;
import java.time.Duration;
import java.util.List;

/** What the provider sends, and what its code looks like. */
final class TemplateSettings {
    private static final List<String> LANGUAGES =
            List.of(Templates.AUTO, "default", "en", "es", "ja", "th", "zh_CN", "zh_HK");

    static final Setting<Templates.Equal> TEMPLATES = Setting.list(
            "templates",
            "Templates",
            "Ids of the provider's templates that send the code. The first one is used, and the next one where the provider still"
                    + " holds another code for the number. Without one nothing is sent, and nobody can verify a number.",
            "",
            SettingParsers.ids(OtpMessage.LONGEST_TEMPLATE_ID).map(Templates.Equal::new));

    static final Setting<Templates.Alternative> ALTERNATIVE_TEMPLATES = Setting.list(
            "alternative-templates",
            "Alternative templates",
            "Ids of templates for other channels, such as a call or WhatsApp. People choose them by the channel, also before the"
                    + " first code expires. Landlines get the one that calls. Without one people have no choice, and landlines are"
                    + " refused.",
            "",
            SettingParsers.ids(OtpMessage.LONGEST_TEMPLATE_ID).map(Templates.Alternative::new));

    static final Setting<String> TEMPLATE_LANGUAGE = Setting.choice(
            "template-language",
            "Language of the message",
            "auto: the language of the page if EngageLab has it, otherwise the template's default. Every other choice is sent"
                    + " whatever the language of the page.",
            LANGUAGES,
            Templates.AUTO,
            SettingParsers.oneOf(LANGUAGES));

    static final Setting<Duration> CODE_LIFETIME = Setting.number(
            "code-lifetime",
            "Life of a code (seconds)",
            "From 60 to 600. Used only where the template cannot be read or does not say, so enter the template's own value. Until"
                    + " a code expires, its template sends no second message to the same number. The realm's Login action timeout"
                    + " has to be at least 300 seconds longer, otherwise people lose the page while they wait for a code.",
            "300",
            SettingParsers.seconds(60, 600));

    static final Setting<Integer> CODE_LENGTH = Setting.number(
            "code-length",
            "Length of a code (characters)",
            "From 4 to 10. Used only where the template cannot be read or does not say, so enter the template's own value.",
            "6",
            SettingParsers.wholeNumber(4, 10));

    private TemplateSettings() {}
}
