package io.github.phonelatch.phone;

import java.util.List;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Which numbers can be stored for an account once they are verified. It is any number, but where the account's directory names
 * numbers and lets nobody write them: then no other one can, because the directory would go on to disprove it. Holds nothing of the
 * session it was made in.
 */
public final class StorableNumbers {
    /** The values of the directory that lets nobody write, else none. */
    private final List<String> fixed;

    private final VerificationRules rules;

    private StorableNumbers(List<String> fixed, VerificationRules rules) {
        this.fixed = fixed;
        this.rules = rules;
    }

    public static StorableNumbers of(RealmModel realm, UserModel user, VerificationRules rules) {
        Optional<Directory> directory = Directory.of(realm, user);
        List<String> written = directory.isPresent() ? PhoneAttributes.numbers(user) : List.of();
        boolean fixed = written.stream()
                        .anyMatch(value -> !WrittenNumbers.in(value, rules).isEmpty())
                && directory.filter(any -> any.letsWrite(user)).isEmpty();
        return new StorableNumbers(fixed ? written : List.of(), rules);
    }

    /** Whether the account's directory leaves no choice. */
    public boolean fixed() {
        return !fixed.isEmpty();
    }

    public boolean contain(PhoneNumber number) {
        return !WrittenNumbers.disprove(fixed, number, rules);
    }

    /** For an admin: how to mend it that this number cannot be stored. Holds no number. */
    public String remedy(PhoneNumber number) {
        return remedy(fixed, number, rules);
    }

    static String remedy(List<String> values, PhoneNumber number, VerificationRules rules) {
        boolean lacksCountry = rules.defaultCountry().isEmpty()
                && values.stream()
                        .filter(value -> WrittenNumbers.in(value, rules).isEmpty())
                        .anyMatch(value ->
                                PhoneNumber.parse(value, number.country()).isPresent());
        return lacksCountry
                ? "A value has no country code: set 'default-country', or write it with one"
                : "Correct the directory's attribute that is mapped to '" + PhoneAttributes.NUMBER + "'";
    }
}
