package io.github.phonelatch.tools.mover;

import java.util.Locale;
import java.util.regex.Pattern;

/** An e-mail address as Keycloak keeps it, in lower case: it is also the name that people sign in with. */
final class EmailAddress {
    private static final int LONGEST = 180;
    /** Keycloak's own limit for what stands before the @. */
    private static final int LONGEST_LOCAL_PART = 64;

    private static final String ATOM = "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?";
    private static final Pattern FORM =
            Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")*");

    private EmailAddress() {}

    static String read(String text) throws Unreadable {
        if (text.isEmpty()) {
            throw new Unreadable("is empty");
        }
        if (text.length() > LONGEST) {
            throw new Unreadable("is longer than " + LONGEST + " characters");
        }
        if (text.indexOf('@') > LONGEST_LOCAL_PART || !FORM.matcher(text).matches()) {
            throw new Unreadable("is no e-mail address");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
