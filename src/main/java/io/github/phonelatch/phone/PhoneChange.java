package io.github.phonelatch.phone;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * A change of a person's number or devices, published as one of Keycloak's provider events. It is published within the
 * transaction of the change, and may still be rolled back with it.
 *
 * @param session in whose transaction it happens
 * @param number of the change, empty where it is no longer stored
 * @param before the number that was replaced, empty where there was none
 */
public record PhoneChange(
        KeycloakSession session,
        RealmModel realm,
        UserModel user,
        Kind kind,
        Optional<PhoneNumber> number,
        Optional<PhoneNumber> before)
        implements ProviderEvent {

    public enum Kind {
        /** A number was verified where none was. */
        VERIFIED,
        /** A number was verified in place of another one. */
        REPLACED,
        /** By its owner or by an admin. */
        REMOVED,
        /** The number went to another account. */
        WITHDRAWN,
        DEVICE_REMEMBERED
    }

    /** Tells that this number was verified. One that was verified before, and was now verified again, is no change. */
    static void verified(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            PhoneNumber number,
            Optional<PhoneNumber> before) {
        if (before.filter(number::equals).isEmpty()) {
            Kind kind = before.isPresent() ? Kind.REPLACED : Kind.VERIFIED;
            tell(new PhoneChange(session, realm, user, kind, Optional.of(number), before));
        }
    }

    /**
     * Tells that the number is gone.
     *
     * @param number as far as it is still known
     * @param toAnotherAccount whether it went to another account
     */
    public static void gone(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            Optional<PhoneNumber> number,
            boolean toAnotherAccount) {
        Kind kind = toAnotherAccount ? Kind.WITHDRAWN : Kind.REMOVED;
        tell(new PhoneChange(session, realm, user, kind, number, Optional.empty()));
    }

    static void deviceRemembered(KeycloakSession session, RealmModel realm, UserModel user, PhoneNumber number) {
        tell(new PhoneChange(session, realm, user, Kind.DEVICE_REMEMBERED, Optional.of(number), Optional.empty()));
    }

    private static void tell(PhoneChange change) {
        change.session().getKeycloakSessionFactory().publish(change);
    }

    /** Keycloak's models may print everything they hold. */
    @Override
    public String toString() {
        return "PhoneChange[" + kind + "]";
    }
}
