package io.github.phonelatch.phone;

/** The meaning of the text that a person typed for a number. */
public sealed interface Reading {

    /** A valid number. Whether it may get a message is another question. */
    record Read(PhoneNumber number) implements Reading {}

    /**
     * No number of the chosen country, but a mobile number of another allowed one. It may be a slip in a number of the chosen
     * country, so it counts only once the person has confirmed the country.
     */
    record OfAnotherCountry(PhoneNumber number) implements Reading {}

    /** A number without a country code, and no country. */
    record WithoutCountry() implements Reading {}

    /** No valid number. */
    record Invalid() implements Reading {}
}
