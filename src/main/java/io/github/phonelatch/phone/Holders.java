package io.github.phonelatch.phone;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Finds the users who have verified a number. */
@FunctionalInterface
interface Holders {

    /** A user with this verified number, and the time of the verification. */
    record Holder(String userId, Instant verifiedAt) {}

    /**
     * How many are read beyond the allowed number: accounts that no longer hold it, and those from before the limit was
     * lowered.
     */
    int SPARE = 100;

    /**
     * The enabled users of the realm with this verified number, as it is today or as it was in an older plan, as last committed
     * by any node: all of them, up to some more than may hold it.
     */
    List<Holder> of(KeycloakSession session, RealmModel realm, PhoneNumber number, VerificationRules rules);

    /**
     * Reads in a session and transaction of its own, since the request's may be a snapshot from before others committed, and
     * past the user cache, which another node's write reaches a moment later.
     */
    static List<Holder> committed(
            KeycloakSession session, RealmModel realm, PhoneNumber number, VerificationRules rules) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            RealmModel ownRealm = own.realms().getRealm(realm.getId());
            own.getContext().setRealm(ownRealm);
            return OlderPlans.ofTheSamePhone(number).stream()
                    .flatMap(same -> among(candidates(own, ownRealm, same, rules), same, rules).stream())
                    .toList();
        });
    }

    private static List<UserModel> candidates(
            KeycloakSession own, RealmModel realm, PhoneNumber number, VerificationRules rules) {
        return Candidates.of(own, realm, number, "", rules.accountsPerNumber() + SPARE).stream()
                .map(id -> own.users().getUserById(realm, id))
                .filter(Objects::nonNull)
                .map(Holders::uncached)
                .toList();
    }

    static List<Holder> among(List<UserModel> users, PhoneNumber number, VerificationRules rules) {
        return users.stream()
                .filter(UserModel::isEnabled)
                .flatMap(user -> VerifiedPhone.held(user, rules)
                        .filter(verification -> verification.number().equals(number))
                        .map(verification -> new Holder(user.getId(), verification.verifiedAt()))
                        .stream())
                .toList();
    }

    /** The user as stored, past this node's cache. */
    static UserModel uncached(UserModel user) {
        return user instanceof CachedUserModel cached ? cached.getDelegateForUpdate() : user;
    }
}
