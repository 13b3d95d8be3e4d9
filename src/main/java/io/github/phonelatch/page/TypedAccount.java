package io.github.phonelatch.page;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.regex.Pattern;

/**
 * The text of the fields that ask whose account it is.
 *
 * @param address an e-mail address or a username, empty where nothing was typed
 */
public record TypedAccount(TypedNumber number, String address) {
    public static final TypedAccount NOTHING = new TypedAccount(TypedNumber.NOTHING, "");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** No address that an account has is longer. */
    private static final int LONGEST_ADDRESS = 255;

    public static TypedAccount of(MultivaluedMap<String, String> form, Countries countries) {
        String address = form.getFirst(ProblemText.ACCOUNT);
        // No address holds a control character, and not every database takes one.
        String text =
                address == null ? "" : CONTROL.matcher(address).replaceAll("").strip();
        return new TypedAccount(
                TypedNumber.of(form, countries).orElse(TypedNumber.NOTHING),
                text.length() <= LONGEST_ADDRESS ? text : text.substring(0, LONGEST_ADDRESS));
    }

    public boolean hasNumber() {
        return !number.text().isBlank();
    }

    public boolean hasAddress() {
        return !address.isEmpty();
    }

    /** Number and address may be somebody's, so neither is in the text. */
    @Override
    public String toString() {
        return "TypedAccount[number=" + number + ", address=" + address.length() + " characters]";
    }
}
