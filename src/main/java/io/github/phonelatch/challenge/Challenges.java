package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.KeycloakStore;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Asks for one-time codes and checks them. One instance serves one request of one person.
 *
 * <p>What holds whatever happens around it: a live message is reused instead of sent again; one call of {@link #request}
 * sends at most one message; a try is claimed, and committed, before the provider is asked; a right code counts once; and
 * whatever cannot be known or stored is a refusal.
 */
public final class Challenges {
    private static final Logger LOG = Logger.getLogger(Challenges.class);
    /** How long a second click waits for the first to store what it is doing. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(1);

    private final BooleanSupplier locked;
    private final Journal journal;
    private final Asking asking;
    private final Checking checking;

    /**
     * @param locked whether Keycloak has locked or disabled the account
     * @param origin where the request comes from
     */
    public Challenges(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            BooleanSupplier locked,
            Journal journal,
            Origin origin) {
        this(store, keys, gateway, settings, clock, locked, journal, origin, Ledger.OF_THIS_NODE, HANDSHAKE);
    }

    /** For a request in Keycloak. */
    public static Challenges of(
            KeycloakSession session, RealmModel realm, UserModel user, RealmSettings settings, Journal journal) {
        return new Challenges(
                new KeycloakStore(session.getKeycloakSessionFactory()),
                Keys.of(session, realm),
                session.getProvider(OtpGateway.class),
                settings,
                KeycloakClock.INSTANCE,
                () -> AccountLock.locked(session, realm, user),
                CountingJournal.of(realm.getName(), journal),
                Origin.of(session.getContext().getConnection().getRemoteAddr()));
    }

    Challenges(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            BooleanSupplier locked,
            Journal journal,
            Origin origin,
            Ledger ledger,
            Duration handshake) {
        this.locked = locked;
        this.journal = journal;
        WideGuards wideGuards = new WideGuards(store, settings, clock, journal, ledger, origin);
        SendGuards sendGuards = new SendGuards(settings, ledger);
        this.asking = new Asking(store, keys, gateway, settings, clock, journal, handshake, wideGuards, sendGuards);
        this.checking = new Checking(store, keys, gateway, settings, clock, wideGuards, sendGuards);
    }

    /**
     * Makes a challenge on the live message of this claim, or sends one where none is alive. Waits for the provider no longer
     * than the gateway's page wait; the send itself goes on.
     *
     * @param wanted the way the person chose; a landline always takes the alternative one, and so does whoever runs into
     *     another code on the default one
     */
    public RequestResult request(Claim claim, Way wanted) {
        return request(claim, wanted, Asking.Ids.NOT_TO_BE_GUESSED);
    }

    /**
     * As {@link #request(Claim, Way)}, for whoever has nowhere to keep an id from one request to the next.
     *
     * @param challengeId of the challenge to make, in place of the one that has it now; no secret, so the claim alone has to
     *     tell who may use it
     */
    public RequestResult request(Claim claim, Way wanted, String challengeId) {
        return request(claim, wanted, (names, asked, message) -> challengeId);
    }

    private RequestResult request(Claim claim, Way wanted, Asking.Ids ids) {
        RequestResult result = ask(claim, wanted, ids);
        journal.requested(claim, result);
        return result;
    }

    private RequestResult ask(Claim claim, Way wanted, Asking.Ids ids) {
        if (locked.getAsBoolean()) {
            return new RequestResult.Refused(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        try {
            return asking.request(claim, wanted, ids);
        } catch (StoreException e) {
            return storeFailed(e);
        }
    }

    /**
     * Makes a challenge on a live message of this claim, if there is one: rather on one whose code can be typed. Sends
     * nothing.
     *
     * @return empty where none is alive
     */
    public Optional<RequestResult> join(Claim claim) {
        return join(claim, Asking.Ids.NOT_TO_BE_GUESSED);
    }

    /**
     * As {@link #join(Claim)}, for whoever has nowhere to keep an id from one request to the next.
     *
     * @param challengeId as of {@link #request(Claim, Way, String)}
     */
    public Optional<RequestResult> join(Claim claim, String challengeId) {
        return join(claim, (names, asked, message) -> challengeId);
    }

    /** As {@link #join(Claim)}, where both would do rather on the message of one way than on that of the other. */
    public Optional<RequestResult> join(Claim claim, Way rather) {
        try {
            return asking.join(claim, List.of(rather, rather.other()), Asking.Ids.NOT_TO_BE_GUESSED);
        } catch (StoreException e) {
            return Optional.of(storeFailed(e));
        }
    }

    private Optional<RequestResult> join(Claim claim, Asking.Ids ids) {
        try {
            return asking.join(claim, List.of(Way.values()), ids);
        } catch (StoreException e) {
            return Optional.of(storeFailed(e));
        }
    }

    /**
     * How far a challenge is, for a page that is shown again. Sends nothing.
     *
     * @return empty where there is no such challenge, or it was made for somebody or something else
     */
    public Optional<RequestResult> current(String challengeId, Claim claim) {
        try {
            return asking.current(challengeId, claim);
        } catch (StoreException e) {
            return Optional.of(storeFailed(e));
        }
    }

    /**
     * Checks a code.
     *
     * @param code in ASCII without separators
     */
    public VerifyOutcome verify(String challengeId, Claim claim, String code) {
        VerifyOutcome outcome = check(challengeId, claim, code);
        journal.checked(claim, outcome);
        return outcome;
    }

    private VerifyOutcome check(String challengeId, Claim claim, String code) {
        if (locked.getAsBoolean()) {
            return new VerifyOutcome.Refused(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        try {
            return checking.verify(challengeId, claim, code);
        } catch (StoreException e) {
            LOG.errorf(e, "A code could not be checked: %s", e.getMessage());
            return new VerifyOutcome.Refused(Refusal.of(Problem.UNAVAILABLE));
        }
    }

    private static RequestResult storeFailed(StoreException e) {
        LOG.errorf(e, "A code could not be asked for: %s", e.getMessage());
        return new RequestResult.Refused(Refusal.of(Problem.UNAVAILABLE));
    }
}
