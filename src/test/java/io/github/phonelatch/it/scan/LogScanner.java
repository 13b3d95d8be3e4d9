package io.github.phonelatch.it.scan;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for phone numbers, codes and secrets in lines of a log, however they are written there. */
final class LogScanner {
    /**
     * Digits with what may stand between two of them when people or programs write a number. Neither colon nor comma: they
     * would make one number of a time and what follows it.
     */
    private static final Pattern DIGITS = Pattern.compile("\\d(?:[\\p{Zs}\\p{Pd}\\p{Cf}\\t.()/+]{0,3}\\d){6,}");

    private static final int SHORTEST_NUMBER = 7;

    /**
     * A word of its own, or two groups of three digits. Decimals of a duration are no code, nor are hexadecimal digits of an
     * id. Codes shorter than this cannot be told from other numbers in a log.
     */
    private static final Pattern WORD = Pattern.compile(
            "(?<![0-9A-Za-z])(?<!\\d[.,])(?:([0-9A-Za-z]{6,10})|(\\d{3})[\\p{Zs}\\p{Pd}](\\d{3}))(?![0-9A-Za-z])");

    private static final int EXCERPT = 80;

    private final Set<String> nationalNumbers = new HashSet<>();
    private final Set<Integer> lengths = new TreeSet<>();
    private final Set<String> codes;
    private final Set<String> secrets;

    /** @param numbers in E.164 */
    LogScanner(Set<String> numbers, Set<String> codes, Set<String> secrets) {
        for (String number : numbers) {
            String national = national(number);
            nationalNumbers.add(national);
            lengths.add(national.length());
        }
        this.codes = Set.copyOf(codes);
        this.secrets = Set.copyOf(secrets);
    }

    /** What was found in the line, each with its surroundings, digits masked: a report must not be the next leak. */
    List<String> leaks(String line) {
        String plain = plain(line);
        List<String> leaks = new ArrayList<>();
        Matcher digits = DIGITS.matcher(plain);
        while (digits.find()) {
            if (holdsNumber(digits.group().replaceAll("\\D", ""))) {
                leaks.add("a phone number: " + excerpt(plain, digits.start(), digits.end()));
            }
        }
        Matcher word = WORD.matcher(plain);
        while (word.find()) {
            if (codes.contains(word.group(1) == null ? word.group(2) + word.group(3) : word.group(1))) {
                leaks.add("a code: " + excerpt(plain, word.start(), word.end()));
            }
        }
        for (String secret : secrets) {
            int at = plain.indexOf(secret);
            if (at >= 0) {
                leaks.add("a secret: " + excerpt(plain, at, at + secret.length()));
            }
        }
        return leaks;
    }

    /** With ASCII digits, whatever script they were in, and without the escapes of addresses and forms. */
    private static String plain(String line) {
        StringBuilder plain = new StringBuilder(line.length());
        line.replace("%2B", "+")
                .replace("%2b", "+")
                .replace("%20", " ")
                .codePoints()
                .forEach(point -> {
                    int digit = Character.digit(point, 10);
                    if (digit >= 0) {
                        plain.append(digit);
                    } else {
                        plain.appendCodePoint(point);
                    }
                });
        return plain.toString();
    }

    /** Every notation of a number ends with its national digits. */
    private boolean holdsNumber(String digits) {
        for (int length : lengths) {
            for (int from = 0; from + length <= digits.length(); from++) {
                if (nationalNumbers.contains(digits.substring(from, from + length))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String national(String e164) {
        try {
            PhoneNumberUtil util = PhoneNumberUtil.getInstance();
            String national = util.getNationalSignificantNumber(util.parse(e164, null));
            return national.length() < SHORTEST_NUMBER ? e164.substring(1) : national;
        } catch (NumberParseException e) {
            throw new IllegalArgumentException("a simulator was sent what is no number", e);
        }
    }

    private static String excerpt(String line, int from, int to) {
        String before = line.substring(Math.max(0, from - EXCERPT), from);
        String after = line.substring(to, Math.min(line.length(), to + EXCERPT));
        return (before + "[…]" + after).replaceAll("\\d", "#");
    }
}
