package io.github.phonelatch.page;

import jakarta.ws.rs.core.MultivaluedMap;

/**
 * What was typed into the fields that ask whose account it is.
 *
 * @param address an e-mail address; empty where nothing was typed
 */
public record TypedAccount(TypedNumber number, String address) {
    public static final TypedAccount NOTHING = new TypedAccount(new TypedNumber("", ""), "");

    /** No address that an account has is longer. */
    private static final int LONGEST_ADDRESS = 255;

    public static TypedAccount of(MultivaluedMap<String, String> form) {
        String address = form.getFirst(ProblemText.ADDRESS);
        String text = address == null ? "" : address.strip();
        return new TypedAccount(
                TypedNumber.of(form).orElse(NOTHING.number()),
                text.length() <= LONGEST_ADDRESS ? text : text.substring(0, LONGEST_ADDRESS));
    }

    public boolean hasNumber() {
        return !number.text().isBlank();
    }

    public boolean hasAddress() {
        return !address.isEmpty();
    }

    /** It may be somebody's. */
    @Override
    public String toString() {
        return "TypedAccount[number=" + number + ", address=" + address.length() + " characters]";
    }
}
