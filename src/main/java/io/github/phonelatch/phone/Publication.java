package io.github.phonelatch.phone;

import io.github.phonelatch.phone.Holders.Holder;
import io.github.phonelatch.phone.PublishResult.Change;
import io.github.phonelatch.phone.PublishResult.NotInDirectory;
import io.github.phonelatch.phone.PublishResult.NumberTaken;
import io.github.phonelatch.phone.PublishResult.Outdated;
import io.github.phonelatch.phone.PublishResult.Published;
import io.github.phonelatch.phone.PublishResult.StoreFailed;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.StoreException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Stores a verification on its user and decides whose a number is. A lock on the number is held from before the holders
 * are counted until the write is committed or rolled back, so that parallel requests on any nodes never give a number
 * to more accounts than allowed.
 */
public final class Publication {
    private static final Logger LOG = Logger.getLogger(Publication.class);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final NumberLocks locks;
    private final Holders holders;
    private final Held held;

    public Publication(Store store) {
        this(store, Holders::committed, Publication::committed, LONGEST_WAIT);
    }

    Publication(Store store, Holders holders, Held held, Duration longestWait) {
        this.locks = new NumberLocks(store, longestWait);
        this.holders = holders;
        this.held = held;
    }

    /** What a user holds, as last committed by any node. */
    @FunctionalInterface
    interface Held {
        Optional<Verification> of(KeycloakSession session, RealmModel realm, UserModel user, VerificationRules rules);
    }

    /** In a session of its own, since the request's may be a snapshot from before another one committed. */
    private static Optional<Verification> committed(
            KeycloakSession session, RealmModel realm, UserModel user, VerificationRules rules) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            RealmModel ownRealm = own.realms().getRealm(realm.getId());
            own.getContext().setRealm(ownRealm);
            return Optional.ofNullable(own.users().getUserById(ownRealm, user.getId()))
                    .flatMap(stored -> VerifiedPhone.held(Holders.uncached(stored), rules));
        });
    }

    /**
     * Writes in the session's own transaction, so a rollback takes the verification back. Waits a few seconds at most
     * while others verify the same number.
     *
     * @param known the verification that the sign-in knows of, the only one that may be replaced
     */
    public PublishResult publish(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            Verification verification,
            VerificationRules rules,
            Optional<Verification> known) {
        String lock = Keys.of(session, realm).key("verifies", user.getId());
        try {
            if (!locks.take(lock)) {
                LOG.warnf(
                        "Realm '%s', user %s: another number was being verified for too long",
                        realm.getName(), user.getId());
                return new StoreFailed();
            }
            session.getTransactionManager().enlistAfterCompletion(locks.release(lock));
            if (held.of(session, realm, user, rules)
                    .filter(other -> !other.number().equals(verification.number()))
                    .filter(other ->
                            known.filter(knew -> knew.id().equals(other.id())).isEmpty())
                    .isPresent()) {
                return new Outdated();
            }
        } catch (RuntimeException e) {
            // The store, a full connection pool, a user deleted this moment.
            LOG.errorf(e, "Realm '%s': what a user holds could not be looked up", realm.getName());
            return new StoreFailed();
        }
        return publish(session, realm, user, verification, rules);
    }

    private PublishResult publish(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            Verification verification,
            VerificationRules rules) {
        if (rules.accountsPerNumber() == 0) {
            return write(session, realm, user, verification, rules, List.of());
        }
        String lock = Keys.of(session, realm).key("owner", verification.number().e164());
        boolean locked;
        try {
            locked = locks.take(lock);
        } catch (StoreException e) {
            LOG.errorf(e, "Realm '%s': a verified number could not be stored", realm.getName());
            return new StoreFailed();
        }
        if (locked) {
            session.getTransactionManager().enlistAfterCompletion(locks.release(lock));
        }
        List<Holder> others;
        try {
            others = holders.of(session, realm, verification.number(), rules).stream()
                    .filter(holder -> !holder.userId().equals(user.getId()))
                    .sorted(Comparator.comparing(Holder::verifiedAt))
                    .toList();
        } catch (RuntimeException e) {
            // A full connection pool, or a user deleted this moment. A holder who cannot be counted may be one too
            // many.
            LOG.errorf(e, "Realm '%s': the holders of a verified number could not be counted", realm.getName());
            return new StoreFailed();
        }
        // Counted without a lock too, so that a request that waited in vain can say that the number is taken.
        int tooMany = Math.max(0, others.size() - rules.accountsPerNumber() + 1);
        if (tooMany > 0 && rules.numberOwner() == NumberOwner.REFUSE) {
            return new NumberTaken();
        }
        if (!locked) {
            LOG.warnf("Realm '%s': others were verifying the same number for too long", realm.getName());
            return new StoreFailed();
        }
        return write(session, realm, user, verification, rules, others.subList(0, tooMany));
    }

    private PublishResult write(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            Verification verified,
            VerificationRules rules,
            List<Holder> revoked) {
        Optional<Verification> before = VerifiedPhone.held(user, rules);
        Verification verification = named(verified, before);
        boolean written = PhoneAttributes.publish(
                Directory.of(realm, user), user, verification.number(), before.map(Verification::number), rules);
        List<String> values = PhoneAttributes.numbers(user);
        if (!written && WrittenNumbers.disprove(values, verification.number(), rules)) {
            LOG.warnf(
                    "Realm '%s', user %s: the verified number cannot be stored, because the user's directory names another one"
                            + " and does not let it be written. %s",
                    realm.getName(), user.getId(), StorableNumbers.remedy(values, verification.number(), rules));
            return new NotInDirectory();
        }
        PhoneAttributes.sayVerified(user, verification.verifiedAt());
        Optional<PhoneNumber> replaced = store(user, verification);
        if (VerifiedPhone.held(user, rules)
                .filter(stored -> stored.number().equals(verification.number()))
                .isEmpty()) {
            LOG.warnf(
                    "Realm '%s', user %s: the user's store keeps no credentials, so no verification",
                    realm.getName(), user.getId());
            Withdrawal.withdraw(user);
            return new StoreFailed();
        }
        NumberIndex.follow(session, realm, user);
        for (Holder holder : revoked) {
            UserModel other = session.users().getUserById(realm, holder.userId());
            if (other != null) {
                Withdrawal.revoke(session, realm, other);
            }
        }
        PhoneChange.verified(session, realm, user, verification.number(), replaced);
        return new Published(verification, change(before, verification));
    }

    private static Change change(Optional<Verification> before, Verification verification) {
        if (before.filter(held -> held.id().equals(verification.id())).isPresent()) {
            return Change.AGAIN;
        }
        return before.filter(held -> !held.number().equals(verification.number()))
                        .isPresent()
                ? Change.REPLACED
                : Change.FIRST;
    }

    /** The same number again keeps its verification, unless that one was made by hand and not by a code. */
    private static Verification named(Verification verified, Optional<Verification> before) {
        return before.filter(held -> held.number().equals(verified.number()) && !held.byHand())
                .map(held -> held.again(verified.verifiedAt(), verified.channel()))
                .orElseGet(() -> new Verification(
                        verified.number(),
                        verified.verifiedAt(),
                        verified.channel(),
                        verified.how(),
                        verified.verifiedAt(),
                        UUID.randomUUID().toString()));
    }

    /**
     * Keeps one credential of ours per user: the present one is filled anew, any other is removed.
     *
     * @return the number that was there: this one, if it was among them
     */
    private static Optional<PhoneNumber> store(UserModel user, Verification verification) {
        List<CredentialModel> present;
        try (Stream<CredentialModel> ours =
                user.credentialManager().getStoredCredentialsByTypeStream(StoredVerification.TYPE)) {
            present = ours.toList();
        }
        PhoneNumber number = verification.number();
        List<PhoneNumber> before = present.stream()
                .flatMap(credential -> StoredVerification.read(credential).stream())
                .map(Verification::number)
                .toList();
        if (before.stream().anyMatch(old -> !old.equals(number))) {
            // They stood for the number that was.
            RememberedDevices.forgetAll(user);
        }
        present.stream().skip(1).forEach(extra -> user.credentialManager().removeStoredCredentialById(extra.getId()));
        if (present.isEmpty()) {
            CredentialModel credential = new CredentialModel();
            StoredVerification.write(verification, credential);
            user.credentialManager().createStoredCredential(credential);
        } else {
            CredentialModel credential = present.get(0).shallowClone();
            StoredVerification.write(verification, credential);
            user.credentialManager().updateStoredCredential(credential);
        }
        return before.contains(number) ? Optional.of(number) : before.stream().findFirst();
    }
}
