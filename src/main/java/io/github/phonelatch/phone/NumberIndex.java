package io.github.phonelatch.phone;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.UserStorageUtil;

/**
 * The attribute by which the people of a number are found. It follows the credential and nothing else, because others write
 * {@code phoneNumber} in a notation of their own, or let nobody write it. It verifies nothing: whoever is found is looked at
 * again.
 *
 * <p>It is kept in Keycloak's own database whatever directory the person is from, so that no directory is asked for it and none
 * can refuse it.
 */
public final class NumberIndex {
    /** E.164. */
    static final String ATTRIBUTE = "phonelatchNumber";

    private NumberIndex() {}

    /**
     * Makes the attribute say what the person's credentials say: the number, or nothing where there is no credential. Writes
     * only where it says something else, because a write drops the person from the caches of all nodes.
     */
    public static void follow(KeycloakSession session, RealmModel realm, UserModel user) {
        List<String> numbers = StoredVerification.of(user).stream()
                .map(verification -> verification.number().e164())
                .distinct()
                .toList();
        if (!StorageId.isLocalStorage(user.getId())) {
            followOutside(session, realm, user.getId(), numbers);
        } else if (!says(user, numbers)) {
            write(session, realm, user, numbers);
        }
    }

    private static void write(KeycloakSession session, RealmModel realm, UserModel user, List<String> numbers) {
        if (user.getFederationLink() == null) {
            set(user, numbers);
            return;
        }
        // Past the directory, which might refuse the attribute or keep it to itself.
        UserModel imported = UserStoragePrivateUtil.userLocalStorage(session).getUserById(realm, user.getId());
        if (imported != null && !says(imported, numbers)) {
            set(imported, numbers);
            UserCache cache = UserStorageUtil.userCache(session);
            if (cache != null) {
                cache.evict(realm, user);
            }
        }
    }

    /** A person whom Keycloak has no row of. What it adds to them is kept under their id. */
    private static void followOutside(KeycloakSession session, RealmModel realm, String userId, List<String> numbers) {
        var storage = UserStorageUtil.userFederatedStorage(session);
        List<String> written = storage.getAttributes(realm, userId).getOrDefault(ATTRIBUTE, List.of());
        if (same(written, numbers)) {
            return;
        }
        if (numbers.isEmpty()) {
            storage.removeAttribute(realm, userId, ATTRIBUTE);
        } else {
            storage.setAttribute(realm, userId, ATTRIBUTE, numbers);
        }
    }

    private static void set(UserModel user, List<String> numbers) {
        if (numbers.isEmpty()) {
            user.removeAttribute(ATTRIBUTE);
        } else {
            user.setAttribute(ATTRIBUTE, numbers);
        }
    }

    private static boolean says(UserModel user, List<String> numbers) {
        try (Stream<String> values = user.getAttributeStream(ATTRIBUTE)) {
            return same(values.toList(), numbers);
        }
    }

    /** Two sign-ins at once may leave a value twice, which does no harm. */
    private static boolean same(List<String> written, List<String> numbers) {
        return written.stream()
                .distinct()
                .sorted()
                .toList()
                .equals(numbers.stream().sorted().toList());
    }
}
