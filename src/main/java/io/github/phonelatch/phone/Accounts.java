package io.github.phonelatch.phone;

import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.StorageId;

/** Finds the one enabled account that is meant by a person who has not signed in. */
public final class Accounts {
    private static final Logger LOG = Logger.getLogger(Accounts.class);

    /** One is enough where the attribute was not changed since. Changed ones are rare. */
    private static final int MOST = 20;

    private Accounts() {}

    /** By e-mail address, or by username where people have one. */
    public static Optional<UserModel> byAddress(KeycloakSession session, RealmModel realm, String address) {
        try {
            return Optional.ofNullable(KeycloakModelUtils.findUserByNameOrEmail(session, realm, address))
                    .filter(UserModel::isEnabled);
        } catch (ModelDuplicateException e) {
            // A realm may let several people have one address. Such an address finds no account.
            return Optional.empty();
        }
    }

    /**
     * By a number that the account's owner has verified, as it is today or as it was in an older plan.
     *
     * @param address tells apart the people who share the number, empty where one account is expected
     * @return empty also where several accounts would fit
     */
    public static Optional<UserModel> byNumber(
            KeycloakSession session, RealmModel realm, PhoneNumber number, String address, VerificationRules rules) {
        List<UserModel> holders = OlderPlans.ofTheSamePhone(number).stream()
                .flatMap(same -> Candidates.of(session, realm, same, address, MOST).stream()
                        .flatMap(id -> read(session, realm, id).stream())
                        .filter(UserModel::isEnabled)
                        .filter(user -> address.isEmpty()
                                || address.equalsIgnoreCase(user.getEmail())
                                || address.equalsIgnoreCase(user.getUsername()))
                        .filter(user -> VerifiedPhone.held(user, rules)
                                .filter(verification -> verification.number().equals(same))
                                .isPresent()))
                .limit(2)
                .toList();
        return holders.size() == 1 ? Optional.of(holders.get(0)) : Optional.empty();
    }

    /** A person whose directory cannot be reached cannot sign in, and keeps nobody else from it. */
    private static Optional<UserModel> read(KeycloakSession session, RealmModel realm, String id) {
        try {
            return Optional.ofNullable(session.users().getUserById(realm, id));
        } catch (RuntimeException e) {
            if (StorageId.isLocalStorage(id)) {
                throw e;
            }
            LOG.warnf(e, "Realm '%s', user %s: the person's directory could not be asked", realm.getName(), id);
            return Optional.empty();
        }
    }
}
