package io.github.phonelatch.phone;

import static java.util.Comparator.naturalOrder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * The devices of a user on which no code is asked for. A device is known only while the verified number and the
 * password are the same as when it was remembered, and the person was not signed out everywhere since.
 */
public final class RememberedDevices {
    /** More than a person uses. Bounds the credentials of a user. */
    static final int MOST = 10;

    private RememberedDevices() {}

    /**
     * Remembers a device. Removes devices that are no longer known, and the oldest beyond {@value #MOST}.
     *
     * @param name of the device as its owner may know it
     * @return its id, empty where the user's store keeps no credentials
     */
    public static Optional<String> remember(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            Verification verification,
            String name,
            Instant now,
            Duration period) {
        List<CredentialModel> kept = new ArrayList<>();
        stored(user).stream()
                .sorted(Comparator.comparing(CredentialModel::getCreatedDate, Comparator.nullsFirst(naturalOrder()))
                        .reversed())
                .forEach(credential -> {
                    boolean known = RememberedDevice.read(credential)
                            .filter(device -> known(session, realm, user, device, verification, now))
                            .isPresent();
                    if (known && kept.size() < MOST - 1) {
                        kept.add(credential);
                    } else {
                        forget(user, credential);
                    }
                });
        Set<String> names = kept.stream()
                .map(CredentialModel::getUserLabel)
                .filter(Objects::nonNull)
                .map(RememberedDevices::comparable)
                .collect(Collectors.toSet());
        RememberedDevice device = new RememberedDevice(verification.number(), passwordOf(user), now, now.plus(period));
        CredentialModel created =
                user.credentialManager().createStoredCredential(device.toCredential(distinct(name, names)));
        if (created != null) {
            PhoneChange.deviceRemembered(session, realm, user, verification.number());
        }
        return Optional.ofNullable(created).map(CredentialModel::getId);
    }

    /**
     * Whether this is a device of the user on which no code need be asked for.
     *
     * @param id as {@link #remember} returned it
     * @param verification that counts now
     */
    public static boolean known(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            String id,
            Verification verification,
            Instant now) {
        return Optional.ofNullable(user.credentialManager().getStoredCredentialById(id))
                .flatMap(RememberedDevice::read)
                .filter(device -> known(session, realm, user, device, verification, now))
                .isPresent();
    }

    /** Ends one device of the user, if it is there. */
    public static void forget(UserModel user, String id) {
        stored(user).stream()
                .filter(credential -> credential.getId().equals(id))
                .forEach(device -> forget(user, device));
    }

    /** Ends all of them. Costs nothing where there is none. */
    public static void forgetAll(UserModel user) {
        stored(user).forEach(device -> forget(user, device));
    }

    private static boolean known(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            RememberedDevice device,
            Verification verification,
            Instant now) {
        // Keycloak keeps whole seconds. Within one second the sign-out counts.
        long since = device.since().getEpochSecond();
        return now.isBefore(device.until())
                && device.number().equals(verification.number())
                && device.password().equals(passwordOf(user))
                && since > realm.getNotBefore()
                && since > session.users().getNotBeforeOfUser(realm, user);
    }

    /**
     * Tells a password from the one that follows it. Empty where Keycloak does not hold it: then only Keycloak's own events
     * tell of a change.
     */
    private static String passwordOf(UserModel user) {
        try (Stream<CredentialModel> passwords =
                user.credentialManager().getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)) {
            return passwords
                    .map(password -> password.getId() + "@" + password.getCreatedDate())
                    .sorted()
                    .collect(Collectors.joining(","));
        }
    }

    private static List<CredentialModel> stored(UserModel user) {
        try (Stream<CredentialModel> devices =
                user.credentialManager().getStoredCredentialsByTypeStream(RememberedDevice.TYPE)) {
            return devices.toList();
        }
    }

    private static void forget(UserModel user, CredentialModel device) {
        user.credentialManager().removeStoredCredentialById(device.getId());
    }

    /** Keycloak keeps no two credentials of a type and a user under one label, ignoring case. */
    private static String distinct(String name, Set<String> taken) {
        String distinct = name;
        for (int next = 2; taken.contains(comparable(distinct)); next++) {
            distinct = name + " (" + next + ")";
        }
        return distinct;
    }

    private static String comparable(String label) {
        return label.strip().toLowerCase(Locale.ROOT);
    }
}
