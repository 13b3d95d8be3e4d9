package io.github.phonelatch.phone;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderModel;

/**
 * The accounts that may hold a number. Anybody may write any number into an attribute when they register, a thousand
 * times over, and each account that is read costs queries. So the database selects the accounts that have a credential
 * of ours with this number, and only those are read. Such a credential exists only where a code from that phone was
 * typed once.
 */
final class Candidates {
    /** The number's digits and the end of its text: how the text's plus sign is written differs. */
    private static final String OF_NUMBER = """
            select distinct u.id from UserEntity u join u.attributes a join u.credentials c
             where u.realmId = :realm and u.enabled = true
               and a.name = :attribute and a.value = :number
               and c.type = :type and c.credentialData like :named
            """;

    private static final String CALLED = " and (u.email = :address or u.username = :address)";

    private Candidates() {}

    /**
     * Those enabled accounts, in no order. The caller checks whether each of them holds the number.
     *
     * @param address e-mail address or username of the account that is meant, empty for any
     * @param most how many to read at most, of the realm and of each directory
     */
    static List<UserModel> of(KeycloakSession session, RealmModel realm, PhoneNumber number, String address, int most) {
        List<UserModel> stored = stored(session, realm, number, address, most);
        if (!hasDirectory(realm)) {
            return stored;
        }
        // A person from a directory may be found in both.
        Map<String, UserModel> found = new LinkedHashMap<>();
        Stream.concat(stored.stream(), ofDirectories(session, realm, number, address, most).stream())
                .forEach(user -> found.putIfAbsent(user.getId(), user));
        return List.copyOf(found.values());
    }

    private static List<UserModel> stored(
            KeycloakSession session, RealmModel realm, PhoneNumber number, String address, int most) {
        EntityManager database =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        TypedQuery<String> query = database.createQuery(
                        address.isEmpty() ? OF_NUMBER : OF_NUMBER + CALLED, String.class)
                .setParameter("realm", realm.getId())
                .setParameter("attribute", PhoneAttributes.NUMBER)
                .setParameter("number", number.e164())
                .setParameter("type", StoredVerification.TYPE)
                .setParameter("named", "%" + number.e164().substring(1) + "\"%")
                .setMaxResults(most);
        if (!address.isEmpty()) {
            // As Keycloak stores both.
            query.setParameter("address", address.toLowerCase(Locale.ROOT));
        }
        return query.getResultList().stream()
                .map(id -> session.users().getUserById(realm, id))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * A directory may have the number where the realm has none, and keep its people to itself. Registering makes no such account,
     * so those of the realm alone are passed over without being read.
     */
    private static List<UserModel> ofDirectories(
            KeycloakSession session, RealmModel realm, PhoneNumber number, String address, int most) {
        try (Stream<UserModel> users =
                session.users().searchForUserByUserAttributeStream(realm, PhoneAttributes.NUMBER, number.e164())) {
            return users.filter(user -> !StorageId.isLocalStorage(user.getId()) || user.getFederationLink() != null)
                    .filter(UserModel::isEnabled)
                    .filter(user -> address.isEmpty()
                            || address.equalsIgnoreCase(user.getEmail())
                            || address.equalsIgnoreCase(user.getUsername()))
                    .limit(most)
                    .toList();
        }
    }

    private static boolean hasDirectory(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .anyMatch(component -> new UserStorageProviderModel(component).isEnabled());
    }
}
