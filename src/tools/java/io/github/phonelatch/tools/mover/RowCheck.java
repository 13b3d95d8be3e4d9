package io.github.phonelatch.tools.mover;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Turns rows into registrants, or says everything that is wrong with them. */
final class RowCheck {
    private static final int LONGEST_NAME = 180;
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** Keycloak's rule for names. It stores others, and then asks the person at every sign-in to correct them. */
    private static final Pattern NAME_FORM = Pattern.compile("[^<>&\"\\v$%!#?§;*~/\\\\|^=\\[\\]{}()\\p{Cntrl}]+");
    /** What databases write for a field that has no value. */
    private static final Set<String> NO_VALUE = Set.of("\\N", "NULL");

    private static final Set<String> YES = Set.of("true", "t", "1", "yes");
    private static final Set<String> NO = Set.of("", "false", "f", "0", "no");
    private static final char NOT_UTF_8 = '\uFFFD';

    private final Header header;
    private final PhoneNumbers phones;
    private final ZoneId zone;
    private final String realm;

    /**
     * @param zone of times without an offset
     * @param realm part of the ids of people who come without one
     */
    RowCheck(Header header, PhoneNumbers phones, ZoneId zone, String realm) {
        this.header = header;
        this.phones = phones;
        this.zone = zone;
        this.realm = realm;
    }

    Checked check(CsvFile.Row row) {
        if (row.fields().stream().allMatch(String::isBlank)) {
            return new Checked.Blank();
        }
        if (row.fields().size() != header.width()) {
            return new Checked.Bad(
                    row.line(),
                    List.of(Fault.row("has " + row.fields().size() + " fields and the header " + header.width())));
        }
        return new OneRow(row).check();
    }

    /** Reads a field, or says why not. */
    private interface Reader<T> {
        T read(String text) throws Unreadable;
    }

    private final class OneRow {
        private final CsvFile.Row row;
        private final List<Fault> faults = new ArrayList<>();

        OneRow(CsvFile.Row row) {
            this.row = row;
        }

        Checked check() {
            Optional<String> name = read(Column.NAME, header.field(row.fields(), Column.NAME), RowCheck::name);
            Optional<String> email = read(Column.EMAIL, optional(Column.EMAIL), EmailAddress::read);
            Optional<UUID> id = id(email);
            Optional<Boolean> emailVerified =
                    read(Column.EMAIL_VERIFIED, optional(Column.EMAIL_VERIFIED), RowCheck::yesOrNo);
            Optional<BcryptHash> password = readUnlessEmpty(Column.PASSWORD, BcryptHash::of);
            Optional<Boolean> active = header.has(Column.STATUS)
                    ? read(Column.STATUS, optional(Column.STATUS), RowCheck::active)
                    : Optional.of(true);
            Optional<Instant> lastLogin = readUnlessEmpty(Column.LAST_LOGIN, this::time);
            Optional<Instant> created = readUnlessEmpty(Column.CREATED_AT, this::time);
            String phone = optional(Column.PHONE);
            Optional<String> number = phone.isEmpty() ? Optional.empty() : phones.read(phone);
            if (!faults.isEmpty()) {
                return new Checked.Bad(row.line(), List.copyOf(faults));
            }
            return new Checked.Good(new Registrant(
                    row.line(),
                    id.orElseThrow(),
                    name.orElseThrow(),
                    email.orElseThrow(),
                    emailVerified.orElseThrow(),
                    password,
                    number,
                    !phone.isEmpty() && number.isEmpty(),
                    active.orElseThrow(),
                    lastLogin,
                    created));
        }

        /** Nothing where the row is refused anyhow. */
        private Optional<UUID> id(Optional<String> email) {
            return optional(Column.ID).isEmpty()
                    ? email.map(RowCheck.this::madeUp)
                    : read(Column.ID, optional(Column.ID), RowCheck::uuid);
        }

        private Instant time(String text) throws Unreadable {
            return Timestamp.read(text, zone);
        }

        private String optional(Column column) {
            String text = header.field(row.fields(), column);
            return NO_VALUE.contains(text) ? "" : text;
        }

        private <T> Optional<T> readUnlessEmpty(Column column, Reader<T> reader) {
            String text = optional(column);
            // MySQL's way to write "never".
            boolean never = column == Column.LAST_LOGIN && text.startsWith("0000-00-00");
            return text.isEmpty() || never ? Optional.empty() : read(column, text, reader);
        }

        private <T> Optional<T> read(Column column, String text, Reader<T> reader) {
            try {
                if (text.indexOf(NOT_UTF_8) >= 0) {
                    throw new Unreadable("has bytes that are not UTF-8: export the file as UTF-8");
                }
                return Optional.of(reader.read(text));
            } catch (Unreadable e) {
                faults.add(Fault.of(column, e.why()));
                return Optional.empty();
            }
        }
    }

    /** The same at each run, so that a second run finds whom the first one brought. */
    private UUID madeUp(String email) {
        return UUID.nameUUIDFromBytes(("phonelatch move-in\n" + realm + "\n" + email).getBytes(StandardCharsets.UTF_8));
    }

    private static UUID uuid(String text) throws Unreadable {
        if (!UUID_FORM.matcher(text).matches()) {
            throw new Unreadable("is no UUID");
        }
        return UUID.fromString(text);
    }

    private static String name(String text) throws Unreadable {
        if (text.isEmpty()) {
            throw new Unreadable("is empty");
        }
        if (text.codePointCount(0, text.length()) > LONGEST_NAME) {
            throw new Unreadable("is longer than " + LONGEST_NAME + " characters");
        }
        if (!NAME_FORM.matcher(text).matches()) {
            throw new Unreadable("has a character that Keycloak takes in no name, such as < > & ( ) / or a line break");
        }
        return text;
    }

    private static boolean yesOrNo(String text) throws Unreadable {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!YES.contains(lower) && !NO.contains(lower)) {
            throw new Unreadable("is neither true nor false");
        }
        return YES.contains(lower);
    }

    private static boolean active(String text) throws Unreadable {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "active" -> true;
            case "inactive" -> false;
            default -> throw new Unreadable("is neither active nor inactive");
        };
    }
}
