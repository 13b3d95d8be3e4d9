package io.github.phonelatch.page;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A code as people type and paste it, with spaces and hyphens, and in the digits of their own script. */
public record TypedCode(String value) {
    /** Longer than any code in any notation. Keeps a hostile field out of the provider's log. */
    private static final int LONGEST_INPUT = 60;

    /** In ASCII digits without separators. Letters keep their case. Empty where nothing is left. */
    public static TypedCode of(@Nullable String input) {
        StringBuilder code = new StringBuilder();
        if (input != null) {
            input.codePoints().limit(LONGEST_INPUT).forEach(point -> {
                int digit = Character.digit(point, 10);
                if (digit >= 0) {
                    code.append((char) ('0' + digit));
                } else if (!isSeparator(point)) {
                    code.appendCodePoint(point);
                }
            });
        }
        return new TypedCode(code.toString());
    }

    /** What is wrong with the text. A code with a mistake is not sent to the provider, so it costs no attempt. */
    public Optional<ProblemText> mistake(int length, boolean digitsOnly) {
        if (value.isEmpty()) {
            return Optional.of(ProblemText.onCode("phonelatchCodeMissing"));
        }
        if (digitsOnly && !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(ProblemText.onCode("phonelatchCodeNotDigits"));
        }
        if (value.length() < length) {
            return Optional.of(ProblemText.onCode("phonelatchCodeTooShort", length));
        }
        return value.length() == length
                ? Optional.empty()
                : Optional.of(ProblemText.onCode("phonelatchCodeTooLong", length));
    }

    /** Whether it could be the code. Anything else is not worth an attempt. */
    public boolean fits(int length, boolean digitsOnly) {
        return mistake(length, digitsOnly).isEmpty();
    }

    private static boolean isSeparator(int point) {
        return Character.isWhitespace(point)
                || Character.isSpaceChar(point)
                || Character.getType(point) == Character.DASH_PUNCTUATION
                // Invisible marks that come along when text is copied from a right-to-left message.
                || Character.getType(point) == Character.FORMAT;
    }

    /** A live code is a secret, so it is not in the text. */
    @Override
    public String toString() {
        return "TypedCode[" + value.length() + " characters]";
    }
}
