package io.github.phonelatch.phone;

import java.util.Optional;
import org.keycloak.models.UserModel;

/** A number that somebody gave, and that nothing has been proven of. */
public final class UnverifiedNumber {
    private UnverifiedNumber() {}

    /**
     * Makes it all that a new account says of a phone, so that what a registration slipped in says nothing.
     *
     * @param number empty: none was given
     */
    public static void write(UserModel registrant, Optional<PhoneNumber> number) {
        PhoneAttributes.write(
                registrant,
                PhoneAttributes.NUMBER,
                number.map(PhoneNumber::e164).orElse(null));
        PhoneAttributes.write(registrant, PhoneAttributes.VERIFIED, null);
        PhoneAttributes.write(registrant, PhoneAttributes.VERIFIED_AT, null);
    }
}
