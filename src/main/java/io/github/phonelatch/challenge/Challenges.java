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
    private final ChallengeListener listener;
    private final CodeSender asking;
    private final CodeVerifier checking;

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
            ChallengeListener listener,
            RequestSource origin) {
        this(store, keys, gateway, settings, clock, locked, listener, origin, NodePermits.OF_THIS_NODE, HANDSHAKE);
    }

    /** For a request in Keycloak. */
    public static Challenges of(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            RealmSettings settings,
            ChallengeListener listener) {
        return new Challenges(
                new KeycloakStore(session.getKeycloakSessionFactory()),
                Keys.of(session, realm),
                session.getProvider(OtpGateway.class),
                settings,
                KeycloakClock.INSTANCE,
                () -> AccountLock.locked(session, realm, user),
                ChallengeMetrics.of(realm.getName(), listener),
                RequestSource.of(session.getContext().getConnection().getRemoteAddr()));
    }

    Challenges(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            BooleanSupplier locked,
            ChallengeListener listener,
            RequestSource origin,
            NodePermits permits,
            Duration handshake) {
        this.locked = locked;
        this.listener = listener;
        Limits limits = new Limits(store, keys, settings, clock, listener, permits, origin);
        this.asking = new CodeSender(store, keys, gateway, settings, clock, listener, handshake, limits);
        this.checking = new CodeVerifier(store, keys, gateway, settings, clock, limits);
    }

    /**
     * Makes a challenge on the live message of this claim, or sends one where none is alive. Waits for the provider no longer
     * than the gateway's page wait; the send itself goes on.
     *
     * @param wanted the way the person chose; a landline always takes the alternative one, and so does whoever runs into
     *     another code on the default one
     */
    public RequestResult request(CodeRequest request, Way wanted) {
        return request(request, wanted, ChallengeIds.SECRET);
    }

    /**
     * As {@link #request(CodeRequest, Way)}, for whoever has nowhere to keep an id from one request to the next.
     *
     * @param challengeId of the challenge to make, in place of the one that has it now; no secret, so the claim alone has to
     *     tell who may use it
     */
    public RequestResult request(CodeRequest request, Way wanted, String challengeId) {
        return request(request, wanted, (names, asked, message) -> challengeId);
    }

    private RequestResult request(CodeRequest request, Way wanted, ChallengeIds ids) {
        RequestResult result = ask(request, wanted, ids);
        listener.requested(request, result);
        return result;
    }

    private RequestResult ask(CodeRequest request, Way wanted, ChallengeIds ids) {
        if (locked.getAsBoolean()) {
            return new RequestResult.Refused(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        try {
            return asking.request(request, wanted, ids);
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
    public Optional<RequestResult> join(CodeRequest request) {
        return join(request, ChallengeIds.SECRET);
    }

    /**
     * As {@link #join(CodeRequest)}, for whoever has nowhere to keep an id from one request to the next.
     *
     * @param challengeId as of {@link #request(CodeRequest, Way, String)}
     */
    public Optional<RequestResult> join(CodeRequest request, String challengeId) {
        return join(request, (names, asked, message) -> challengeId);
    }

    /** As {@link #join(CodeRequest)}, where both would do rather on the message of one way than on that of the other. */
    public Optional<RequestResult> join(CodeRequest request, Way rather) {
        try {
            return asking.join(request, List.of(rather, rather.other()), ChallengeIds.SECRET);
        } catch (StoreException e) {
            return Optional.of(storeFailed(e));
        }
    }

    private Optional<RequestResult> join(CodeRequest request, ChallengeIds ids) {
        try {
            return asking.join(request, List.of(Way.values()), ids);
        } catch (StoreException e) {
            return Optional.of(storeFailed(e));
        }
    }

    /**
     * How far a challenge is, for a page that is shown again. Sends nothing.
     *
     * @return empty where there is no such challenge, or it was made for somebody or something else
     */
    public Optional<RequestResult> current(String challengeId, CodeRequest request) {
        try {
            return asking.current(challengeId, request);
        } catch (StoreException e) {
            return Optional.of(storeFailed(e));
        }
    }

    /**
     * Checks a code.
     *
     * @param code in ASCII without separators
     */
    public VerifyOutcome verify(String challengeId, CodeRequest request, String code) {
        VerifyOutcome outcome = check(challengeId, request, code);
        listener.checked(request, outcome);
        return outcome;
    }

    private VerifyOutcome check(String challengeId, CodeRequest request, String code) {
        if (locked.getAsBoolean()) {
            return new VerifyOutcome.Refused(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        try {
            return checking.verify(challengeId, request, code);
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
