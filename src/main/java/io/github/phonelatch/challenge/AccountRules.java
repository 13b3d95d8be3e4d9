package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.StorableNumbers;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What an account has against a message, besides the rules for numbers and the limits. */
@FunctionalInterface
interface AccountRules {

    /** Whether Keycloak has locked or disabled the account. */
    boolean locked();

    /** Why no message may be sent for the account. */
    default Optional<Refusal> refusal(CodeRequest request) {
        return locked() ? Optional.of(Refusal.of(Problem.ACCOUNT_LOCKED)) : Optional.empty();
    }

    /** Reads what the account's directory says only where a number is to be verified. */
    static AccountRules of(KeycloakSession session, RealmModel realm, UserModel user, RealmSettings settings) {
        return with(
                () -> AccountLock.locked(session, realm, user),
                DirectoryRule.of(session, realm, settings, () -> StorableNumbers.of(realm, user, settings)));
    }

    /**
     * Of an account that was not locked when it was read.
     *
     * @param storable as it was read from it
     */
    static AccountRules ofUnlocked(
            KeycloakSession session, RealmModel realm, RealmSettings settings, StorableNumbers storable) {
        return with(() -> false, DirectoryRule.of(session, realm, settings, () -> storable));
    }

    private static AccountRules with(AccountRules lock, DirectoryRule directory) {
        return new AccountRules() {
            @Override
            public boolean locked() {
                return lock.locked();
            }

            @Override
            public Optional<Refusal> refusal(CodeRequest request) {
                return lock.refusal(request).or(() -> directory.refusal(request));
            }
        };
    }
}
