package io.github.phonelatch.support;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Names under which state is stored. A name is an HMAC under the realm's own HS512 key, so that a reader of the store
 * learns no number, and knowing a number is not enough to compute a name. After an admin rotates that key new names are
 * made with the new one. Older entries are found under {@link #enabled()}. Texts that are read again later are sealed
 * under a key derived from the realm's.
 */
public final class Keys {
    private static final String PREFIX = "phonelatch:";

    private final List<Namer> enabled;

    /** From the newest to the oldest. The first one names new entries. */
    Keys(List<Namer> enabled) {
        this.enabled = List.copyOf(enabled);
    }

    public static Keys of(KeycloakSession session, RealmModel realm) {
        KeyWrapper active = session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512);
        List<Namer> namers = new ArrayList<>();
        namers.add(new Namer(realm.getId(), active.getSecretKey()));
        try (Stream<KeyWrapper> all = session.keys().getKeysStream(realm, KeyUse.SIG, Algorithm.HS512)) {
            all.filter(key -> key.getStatus().isEnabled() && !key.getKid().equals(active.getKid()))
                    .forEach(key -> namers.add(new Namer(realm.getId(), key.getSecretKey())));
        }
        return new Keys(namers);
    }

    public Namer active() {
        return enabled.get(0);
    }

    public List<Namer> enabled() {
        return enabled;
    }

    /** {@link Namer#name} under the active key. */
    public String key(String label, String... parts) {
        return active().name(label, parts);
    }

    /** Makes names under one key of one realm. */
    public static final class Namer {
        private static final byte DERIVED = (byte) 0xff;

        private final String realmId;
        private final SecretKey key;

        Namer(String realmId, SecretKey key) {
            this.realmId = realmId;
            this.key = key;
        }

        /**
         * A name for these parts.
         *
         * @param label the purpose of the name. Names with different labels never collide
         * @return at most 100 characters
         */
        public String name(String label, String... parts) {
            return PREFIX + label + ":" + code(label, parts);
        }

        /** The unique part of the name: 43 characters that cannot be computed without the key. */
        public String code(String label, String... parts) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
                mac.update(Parts.withLength(realmId));
                mac.update(Parts.withLength(label));
                for (String part : parts) {
                    mac.update(Parts.withLength(part));
                }
                return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HmacSHA256 is not available", e);
            }
        }

        /**
         * Seals texts of one kind under a key of their own.
         *
         * @param label the purpose of the texts. Those of another label do not open
         */
        public Seal seal(String label) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
                // Names can be read in the store and must never serve as a key. They begin with the length of a text,
                // which is never this byte.
                mac.update(DERIVED);
                mac.update(Parts.withLength(realmId));
                mac.update(Parts.withLength(label));
                return new Seal(new SecretKeySpec(mac.doFinal(), "AES"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("HmacSHA256 is not available", e);
            }
        }
    }
}
