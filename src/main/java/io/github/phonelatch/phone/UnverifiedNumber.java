package io.github.phonelatch.phone;

import java.util.Optional;
import org.keycloak.models.UserModel;

/** A number that was given and not verified. */
public final class UnverifiedNumber {
    private UnverifiedNumber() {}

    /**
     * Writes the number of a new account and removes its other phone attributes, so that attributes slipped into a
     * registration do not count.
     *
     * @param number empty where none was given
     */
    public static void write(UserModel registrant, Optional<PhoneNumber> number) {
        PhoneAttributes.write(
                registrant,
                PhoneAttributes.NUMBER,
                number.map(PhoneNumber::e164).orElse(null));
        PhoneAttributes.write(registrant, PhoneAttributes.VERIFIED, null);
        PhoneAttributes.write(registrant, PhoneAttributes.VERIFIED_AT, null);
        PhoneAttributes.write(registrant, NumberIndex.ATTRIBUTE, null);
    }
}
