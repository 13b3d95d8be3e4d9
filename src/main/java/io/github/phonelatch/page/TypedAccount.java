package io.github.phonelatch.page;

import io.github.phonelatch.phone.PhoneNumber;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;

/**
 * What was typed into the fields that ask whose account it is, as it was typed.
 *
 * @param number in any notation; empty where nothing was typed
 * @param address an e-mail address; empty where nothing was typed
 */
public record TypedAccount(String country, String number, String address) {
    public static final TypedAccount NOTHING = new TypedAccount("", "", "");

    /** No address that an account has is longer. */
    private static final int LONGEST_ADDRESS = 255;

    public static TypedAccount of(MultivaluedMap<String, String> form) {
        return new TypedAccount(
                text(form, "phone_country"), text(form, ProblemText.NUMBER), text(form, ProblemText.ADDRESS));
    }

    public boolean hasNumber() {
        return !number.isEmpty();
    }

    public boolean hasAddress() {
        return !address.isEmpty();
    }

    /** Empty where the number is none. */
    public Optional<PhoneNumber> phoneNumber() {
        return PhoneNumber.parse(number, country);
    }

    private static String text(MultivaluedMap<String, String> form, String field) {
        String value = form.getFirst(field);
        String text = value == null ? "" : value.strip();
        return text.length() <= LONGEST_ADDRESS ? text : text.substring(0, LONGEST_ADDRESS);
    }

    /** Tells neither. */
    @Override
    public String toString() {
        return "TypedAccount[number=" + hasNumber() + ", address=" + hasAddress() + "]";
    }
}
