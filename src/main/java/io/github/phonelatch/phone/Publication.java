package io.github.phonelatch.phone;

import io.github.phonelatch.phone.Holders.Holder;
import io.github.phonelatch.phone.PublishResult.NumberTaken;
import io.github.phonelatch.phone.PublishResult.Published;
import io.github.phonelatch.phone.PublishResult.StoreFailed;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.StoreException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Stores a proof on its user and decides whose a number is. Of any number of users who prove one number at the same time, on
 * any nodes, no more than may hold it get it: a claim on the number is held from before the holders are counted until after
 * the write is committed or rolled back.
 */
public final class Publication {
    private static final Logger LOG = Logger.getLogger(Publication.class);

    /** Longer than Keycloak lets a transaction last: a claim ends by itself only where a node died with it. */
    private static final Duration CLAIM_LIFE = Duration.ofMinutes(6);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(160);

    private final Store store;
    private final Holders holders;
    private final Duration longestWait;

    public Publication(Store store) {
        this(store, Holders::committed, LONGEST_WAIT);
    }

    Publication(Store store, Holders holders, Duration longestWait) {
        this.store = store;
        this.holders = holders;
        this.longestWait = longestWait;
    }

    /**
     * Writes in the session's own transaction: whoever rolls that back takes the proof back with it. May wait a few seconds
     * while others prove the same number.
     */
    public PublishResult publish(
            KeycloakSession session, RealmModel realm, UserModel user, PhoneProof proof, ProofRules rules) {
        if (rules.accountsPerNumber() == 0) {
            return write(session, realm, user, proof, rules, List.of());
        }
        String claim = Keys.of(session, realm).key("owner", proof.number().e164());
        boolean claimed;
        try {
            claimed = take(claim);
        } catch (StoreException e) {
            LOG.errorf(e, "Realm '%s': a proven number could not be stored", realm.getName());
            return new StoreFailed();
        }
        if (claimed) {
            session.getTransactionManager().enlistAfterCompletion(new Release(claim));
        }
        List<Holder> others;
        try {
            others = holders.of(session, realm, proof.number(), rules).stream()
                    .filter(holder -> !holder.userId().equals(user.getId()))
                    .sorted(Comparator.comparing(Holder::verifiedAt))
                    .toList();
        } catch (RuntimeException e) {
            // A full connection pool, a user deleted this moment: who cannot be counted may be one too many.
            LOG.errorf(e, "Realm '%s': the holders of a proven number could not be counted", realm.getName());
            return new StoreFailed();
        }
        // Counted without a claim too: who waited in vain is told that the number is taken, where that is why.
        int tooMany = Math.max(0, others.size() - rules.accountsPerNumber() + 1);
        if (tooMany > 0 && rules.numberOwner() == NumberOwner.REFUSE) {
            return new NumberTaken();
        }
        if (!claimed) {
            LOG.warnf("Realm '%s': others were proving the same number for too long", realm.getName());
            return new StoreFailed();
        }
        return write(session, realm, user, proof, rules, others.subList(0, tooMany));
    }

    private PublishResult write(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            PhoneProof proof,
            ProofRules rules,
            List<Holder> revoked) {
        boolean writable = PhoneAttributes.write(
                user, PhoneAttributes.NUMBER, proof.number().e164());
        if (!writable
                && PhoneAttributes.numbers(user).stream()
                        .anyMatch(text -> !VerifiedPhone.sameNumber(text, proof.number(), rules))) {
            LOG.warnf(
                    "Realm '%s', user %s: the proven number cannot be stored, since the user's directory holds another one"
                            + " in '%s' and does not let it be written",
                    realm.getName(), user.getId(), PhoneAttributes.NUMBER);
            return new StoreFailed();
        }
        PhoneAttributes.sayProven(user, proof.verifiedAt());
        Optional<PhoneNumber> before = store(user, new StoredProof(proof, writable));
        if (VerifiedPhone.held(user, rules)
                .filter(stored -> stored.number().equals(proof.number()))
                .isEmpty()) {
            LOG.warnf(
                    "Realm '%s', user %s: the user's store keeps no credentials, so no proof",
                    realm.getName(), user.getId());
            Withdrawal.withdraw(user);
            return new StoreFailed();
        }
        for (Holder holder : revoked) {
            UserModel other = session.users().getUserById(realm, holder.userId());
            if (other != null) {
                Withdrawal.revoke(session, realm, other);
            }
        }
        PhoneChange.verified(session, realm, user, proof.number(), before);
        return new Published();
    }

    /**
     * One credential of ours per user: what is there is filled anew, anything beside it goes.
     *
     * @return the number that was there: this one, if it was among them
     */
    private static Optional<PhoneNumber> store(UserModel user, StoredProof proof) {
        List<CredentialModel> present;
        try (Stream<CredentialModel> ours =
                user.credentialManager().getStoredCredentialsByTypeStream(StoredProof.TYPE)) {
            present = ours.toList();
        }
        PhoneNumber number = proof.proof().number();
        List<PhoneNumber> before = present.stream()
                .flatMap(credential -> StoredProof.read(credential).stream())
                .map(old -> old.proof().number())
                .toList();
        if (before.stream().anyMatch(old -> !old.equals(number))) {
            // They stood for the number that was.
            RememberedDevices.forgetAll(user);
        }
        present.stream().skip(1).forEach(extra -> user.credentialManager().removeStoredCredentialById(extra.getId()));
        if (present.isEmpty()) {
            CredentialModel credential = new CredentialModel();
            proof.writeTo(credential);
            user.credentialManager().createStoredCredential(credential);
        } else {
            CredentialModel credential = present.get(0).shallowClone();
            proof.writeTo(credential);
            user.credentialManager().updateStoredCredential(credential);
        }
        return before.contains(number) ? Optional.of(number) : before.stream().findFirst();
    }

    private boolean take(String claim) {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE;
        while (!store.run(entries -> entries.putIfAbsent(claim, CLAIM_LIFE))) {
            if (System.nanoTime() - start >= longestWait.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(this, pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        return true;
    }

    /** Gives the claim back when the write can be seen by others, or never will be. */
    private final class Release extends AbstractKeycloakTransaction {
        private final String claim;

        private Release(String claim) {
            this.claim = claim;
        }

        @Override
        protected void commitImpl() {
            release();
        }

        @Override
        protected void rollbackImpl() {
            release();
        }

        private void release() {
            try {
                store.run(entries -> entries.remove(claim));
            } catch (StoreException e) {
                LOG.warnf(e, "A claim on a number was not given back; it ends within %d s", CLAIM_LIFE.toSeconds());
            }
        }
    }
}
