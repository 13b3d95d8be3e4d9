package io.github.phonelatch.tools.mover;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as databases export them: RFC 3339, or SQL's notation with or without an offset, or a day alone. */
final class Timestamp {
    private static final Pattern FORM =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:[Tt ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)"
                    + " ?([Zz]|UTC|[+-]\\d\\d(?::?\\d\\d)?)?)?");

    private Timestamp() {}

    /** @param zone where those without an offset were written down */
    static Instant read(String text, ZoneId zone) throws Unreadable {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Unreadable("is no point in time such as 2024-05-01T08:30:00Z or 2024-05-01 08:30:00");
        }
        try {
            LocalDate day = LocalDate.parse(form.group(1));
            String time = form.group(2);
            LocalDateTime local = day.atTime(time == null ? LocalTime.MIDNIGHT : LocalTime.parse(time));
            String offset = form.group(3);
            return local.atZone(offset == null ? zone : offset(offset)).toInstant();
        } catch (DateTimeException e) {
            throw new Unreadable("is no point in time that exists");
        }
    }

    private static ZoneOffset offset(String text) {
        return text.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(text.toUpperCase(Locale.ROOT));
    }
}
