package io.github.phonelatch.anonymous;

import io.github.phonelatch.phone.Accounts;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.VerificationRules;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What somebody typed to say who they are. Proves nothing, and nobody may learn from us whether anybody is called so.
 *
 * @param address an e-mail address; empty where none was typed. Beside a number it tells apart those who share it
 */
record LoginHint(Optional<PhoneNumber> number, String address) {

    /** The account that is meant, if there is one and only one. */
    Optional<UserModel> account(KeycloakSession session, RealmModel realm, VerificationRules rules) {
        return number.isPresent()
                ? Accounts.byNumber(session, realm, number.get(), address, rules)
                : Accounts.byAddress(session, realm, address);
    }

    /** It may be somebody's. */
    @Override
    public String toString() {
        return "Typed[number=" + number.isPresent() + ", address=" + !address.isEmpty() + "]";
    }

    /** Stands for the account, known or not, where tries and messages are counted. */
    String subject() {
        return number.map(PhoneNumber::e164).orElse("") + "/" + address.toLowerCase(Locale.ROOT);
    }
}
