package io.github.phonelatch.phone;

import java.util.Optional;
import org.keycloak.models.UserModel;

/** A number that somebody gave, and that nothing has been proven of. */
public final class UnprovenNumber {
    private UnprovenNumber() {}

    /**
     * Makes it all that a new account says of a phone, so that what a registration slipped in says nothing.
     *
     * @param number empty: none was given
     */
    public static void write(UserModel newcomer, Optional<PhoneNumber> number) {
        PhoneAttributes.write(
                newcomer, PhoneAttributes.NUMBER, number.map(PhoneNumber::e164).orElse(null));
        PhoneAttributes.write(newcomer, PhoneAttributes.VERIFIED, null);
        PhoneAttributes.write(newcomer, PhoneAttributes.VERIFIED_AT, null);
    }
}
