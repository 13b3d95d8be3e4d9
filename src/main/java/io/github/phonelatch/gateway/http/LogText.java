package io.github.phonelatch.gateway.http;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a foreign text fit for the log: one bounded line without control characters, without the known secrets and
 * without anything that looks like a phone number or a code.
 */
final class LogText {
    private static final int LONGEST = 200;
    /** Enough to fill {@link #LONGEST} after masking, and short enough for the pattern, which recurses. */
    private static final int LONGEST_TO_MASK = 1_000;

    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");
    private static final Pattern DIGITS = Pattern.compile("\\+?\\p{Nd}(?:[\\p{Zs}().,/\\-]{0,3}\\p{Nd}){3,}");
    private static final String MASK = "•••";

    private LogText() {}

    static String oneLine(@Nullable String foreign, List<String> secrets) {
        if (foreign == null) {
            return "";
        }
        String text = foreign;
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                text = text.replace(secret, MASK);
            }
        }
        return cut(DIGITS.matcher(withoutBreaks(text)).replaceAll(MASK), LONGEST);
    }

    /** For a text that speaks of hosts and ports, which masking would make useless. */
    static String oneLineWithDigits(@Nullable String harmless) {
        return harmless == null ? "" : cut(withoutBreaks(harmless), LONGEST);
    }

    private static String withoutBreaks(String text) {
        return BREAKS.matcher(cut(text, LONGEST_TO_MASK)).replaceAll(" ").strip();
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
