package io.github.phonelatch.tools.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person reads. The provider's default texts are not published: the wording here is ours. */
final class MessageText {
    /** The languages the provider takes. */
    static final Set<String> LANGUAGES = Set.of("default", "en", "es", "ja", "th", "zh_CN", "zh_HK");

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^{}]+)}}");
    private static final Words ENGLISH = new Words(
            "{{code}} is your code",
            " for {{brand_name}}",
            ".",
            " It is valid for {{ttl}} minutes.",
            " Do not share it with anyone.");
    private static final Map<String, Words> WORDS = Map.of(
            "en",
            ENGLISH,
            "es",
            new Words(
                    "{{code}} es tu código",
                    " para {{brand_name}}",
                    ".",
                    " Es válido durante {{ttl}} minutos.",
                    " No lo compartas con nadie."),
            "ja",
            new Words("認証コードは {{code}} です", "（{{brand_name}}）", "。", "有効期限は {{ttl}} 分です。", "誰にも教えないでください。"),
            "th",
            new Words(
                    "{{code}} คือรหัสของคุณ",
                    " สำหรับ {{brand_name}}",
                    "",
                    " ใช้ได้ภายใน {{ttl}} นาที",
                    " อย่าบอกรหัสนี้แก่ผู้อื่น"),
            "zh_CN",
            new Words("您的验证码是 {{code}}", "（{{brand_name}}）", "。", "{{ttl}} 分钟内有效。", "请勿告诉他人。"),
            "zh_HK",
            new Words("您的驗證碼是 {{code}}", "（{{brand_name}}）", "。", "{{ttl}} 分鐘內有效。", "請勿告訴他人。"));

    private record Words(String code, String brand, String stop, String expire, String security) {}

    private MessageText() {}

    static String of(Template template, Channel channel, String language, Map<String, String> params, String code) {
        Map<String, String> variables = new HashMap<>();
        variables.put("brand_name", template.brandName());
        template.codes().ifPresent(codes -> variables.put("ttl", Integer.toString(codes.ttlMinutes())));
        variables.putAll(params);
        if (!code.isEmpty()) {
            variables.put("code", code);
        }
        Optional<String> own = channel == Channel.SMS ? template.ownSmsText() : Optional.empty();
        return fill(own.orElseGet(() -> defaultText(template, channel, language)), variables);
    }

    private static String defaultText(Template template, Channel channel, String language) {
        Words words = WORDS.getOrDefault(language, ENGLISH);
        return words.code()
                + (template.brandName().isEmpty() ? "" : words.brand())
                + words.stop()
                + (template.codes().isPresent() && template.defaultTextSays(channel, "contain_expire")
                        ? words.expire()
                        : "")
                + (template.defaultTextSays(channel, "contain_security") ? words.security() : "");
    }

    /** A variable without a value stays as it is written, as the provider delivers it. */
    private static String fill(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), found.group())));
    }
}
