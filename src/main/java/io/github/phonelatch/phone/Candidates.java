package io.github.phonelatch.phone;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderModel;

/**
 * The accounts that may hold a number, found in Keycloak's own database. No directory is asked, because one that is down would
 * stop everybody's sign-in by number. Whoever can write the attribute gains nothing: the database selects the accounts that also have a
 * credential of ours with this number, and only those are read.
 */
final class Candidates {
    /** The number's digits and the end of its text: how the text's plus sign is written differs. */
    private static final String STORED = """
            select distinct u.id from UserEntity u join u.attributes a join u.credentials c
             where u.realmId = :realm and u.enabled = true
               and a.name = :attribute and a.value = :number
               and c.type = :type and c.credentialData like :named
            """;

    private static final String CALLED = " and (u.email = :address or u.username = :address)";

    /** People of directories that Keycloak imports nobody from: it keeps what it adds to them under their ids. */
    private static final String OUTSIDE = """
            select distinct a.userId from FederatedUserAttributeEntity a, FederatedUserCredentialEntity c
             where a.realmId = :realm and a.name = :attribute and a.value = :number
               and c.userId = a.userId and c.realmId = a.realmId
               and c.type = :type and c.credentialData like :named
            """;

    private Candidates() {}

    /**
     * The ids of those accounts, in no order. The caller checks whether each of them is enabled and holds the number.
     *
     * @param address e-mail address or username of the account that is meant, empty for any. The caller compares it for people
     *     who are not in Keycloak's database
     * @param most how many at most, of the database and of all directories
     */
    static List<String> of(KeycloakSession session, RealmModel realm, PhoneNumber number, String address, int most) {
        EntityManager database =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        TypedQuery<String> stored = database.createQuery(address.isEmpty() ? STORED : STORED + CALLED, String.class);
        if (!address.isEmpty()) {
            // As Keycloak stores both.
            stored.setParameter("address", address.toLowerCase(Locale.ROOT));
        }
        List<String> found = new ArrayList<>(ask(stored, realm, number, most));
        if (hasDirectory(realm)) {
            found.addAll(ask(database.createQuery(OUTSIDE, String.class), realm, number, most));
        }
        return found;
    }

    private static List<String> ask(TypedQuery<String> query, RealmModel realm, PhoneNumber number, int most) {
        return query.setParameter("realm", realm.getId())
                .setParameter("attribute", NumberIndex.ATTRIBUTE)
                .setParameter("number", number.e164())
                .setParameter("type", StoredVerification.TYPE)
                .setParameter("named", "%" + number.e164().substring(1) + "\"%")
                .setMaxResults(most)
                .getResultList();
    }

    private static boolean hasDirectory(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .anyMatch(component -> new UserStorageProviderModel(component).isEnabled());
    }
}
