package io.github.phonelatch.anonymous;

import io.github.phonelatch.page.TypedAccount;
import io.github.phonelatch.phone.Accounts;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.VerificationRules;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The text that somebody typed to say who they are. It verifies nothing, and our answers must not reveal whether it names an
 * account.
 *
 * @param address an e-mail address or a username, empty where none was typed. Beside a number it tells apart the people who share it
 */
record LoginHint(Optional<PhoneNumber> number, String address) {

    static LoginHint of(TypedAccount typed) {
        return new LoginHint(typed.number().number(), typed.address());
    }

    /** The account that is meant, if there is exactly one. */
    Optional<UserModel> account(KeycloakSession session, RealmModel realm, VerificationRules rules) {
        return number.isPresent()
                ? Accounts.byNumber(session, realm, number.get(), address, rules)
                : Accounts.byAddress(session, realm, address);
    }

    /** Number and address may be somebody's, so neither is in the text. */
    @Override
    public String toString() {
        return "LoginHint[number=" + number.isPresent() + ", address=" + !address.isEmpty() + "]";
    }

    /** Stands for the account, known or not, where attempts and messages are counted. */
    String subject() {
        return number.map(PhoneNumber::e164).orElse("") + "/" + address.toLowerCase(Locale.ROOT);
    }
}
