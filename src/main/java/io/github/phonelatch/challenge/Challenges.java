package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.phone.StorableNumbers;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.KeycloakStore;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Asks for one-time codes and checks them. One instance serves one request of one person.
 *
 * <p>Rules that always hold: a live message is reused instead of sent again. One call of {@link #request} sends at most one
 * message. An attempt is acquired, and committed, before the provider is asked. A right code counts once. Whatever cannot be
 * known or stored is a refusal.
 */
public final class Challenges {
    private static final Logger LOG = Logger.getLogger(Challenges.class);
    /** How long a second click waits for the first to store what it is doing. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(1);

    private final AccountRules account;
    private final ChallengeListener listener;
    private final CodeSender sender;
    private final CodeVerifier verifier;
    private final ChallengeIds ids;

    /** For a user whose first factor was verified. A locked account is refused. */
    public static Challenges forUser(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            RealmSettings settings,
            ChallengeListener listener) {
        return forPerson(session, realm, settings, AccountRules.of(session, realm, user, settings), listener);
    }

    /** For an application's call, which has asked whether the account is locked and asks again when it stores the result. */
    public static Challenges forCaller(
            KeycloakSession session,
            RealmModel realm,
            RealmSettings settings,
            StorableNumbers storable,
            ChallengeListener listener) {
        AccountRules account = AccountRules.ofUnlocked(session, realm, settings, storable);
        return forPerson(session, realm, settings, account, listener);
    }

    private static Challenges forPerson(
            KeycloakSession session,
            RealmModel realm,
            RealmSettings settings,
            AccountRules account,
            ChallengeListener listener) {
        OtpGateway gateway = session.getProvider(OtpGateway.class);
        return forRequest(session, realm, settings, gateway, account, listener, RequestSource.of(address(session)));
    }

    /**
     * For the visible half of an anonymous request, which depends on nothing but what was typed.
     *
     * @param decoy takes the provider's place
     * @param numberTyped whether a number was typed
     */
    public static Challenges forAnonymousInput(
            KeycloakSession session, RealmModel realm, RealmSettings settings, OtpGateway decoy, boolean numberTyped) {
        return forRequest(
                session,
                realm,
                settings,
                decoy,
                () -> false,
                (request, result) -> {},
                RequestSource.typed(address(session), numberTyped));
    }

    /**
     * For the hidden half of an anonymous request.
     *
     * @param gateway the provider, or what stands in front of it
     * @param locked whether Keycloak has locked or disabled the account
     * @param source which limits this half passes
     */
    public static Challenges forAnonymousAccount(
            KeycloakSession session,
            RealmModel realm,
            RealmSettings settings,
            OtpGateway gateway,
            boolean locked,
            ChallengeListener listener,
            RequestSource source) {
        return forRequest(session, realm, settings, gateway, () -> locked, listener, source);
    }

    private static Challenges forRequest(
            KeycloakSession session,
            RealmModel realm,
            RealmSettings settings,
            OtpGateway gateway,
            AccountRules account,
            ChallengeListener listener,
            RequestSource source) {
        return new Challenges(
                KeycloakStore.of(session),
                Keys.of(session, realm),
                gateway,
                settings,
                KeycloakClock.INSTANCE,
                account,
                ChallengeMetrics.of(realm.getName(), listener),
                source,
                NodePermits.OF_THIS_NODE,
                HANDSHAKE);
    }

    private static String address(KeycloakSession session) {
        return session.getContext().getConnection().getRemoteAddr();
    }

    Challenges(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            AccountRules account,
            ChallengeListener listener,
            RequestSource source,
            NodePermits permits,
            Duration handshake) {
        this.account = account;
        this.listener = listener;
        this.ids = ChallengeIds.SECRET;
        Limits limits = new Limits(store, keys, settings, clock, listener, permits, source);
        this.sender = new CodeSender(store, keys, gateway, settings, clock, listener, handshake, limits);
        this.verifier = new CodeVerifier(store, keys, gateway, settings, clock, limits);
    }

    private Challenges(Challenges others, ChallengeIds ids) {
        this.account = others.account;
        this.listener = others.listener;
        this.sender = others.sender;
        this.verifier = others.verifier;
        this.ids = ids;
    }

    /**
     * For a requester that has nowhere to keep an id from one request to the next: each challenge made gets this id, and takes
     * the place of the one that has it now.
     *
     * @param challengeId is no secret, so the code request alone has to tell who may use it
     */
    public Challenges withId(String challengeId) {
        return new Challenges(this, (names, request, message) -> challengeId);
    }

    /**
     * Makes a challenge on the live message of this code request, or sends one where none is alive. Waits for the provider no
     * longer than the gateway's page wait. The send itself goes on.
     *
     * @param wanted the channel that the person chose. Empty: the first template's, or for a landline a call. A request that
     *     runs into another code goes on with the next template
     */
    public RequestResult request(CodeRequest request, Optional<Channel> wanted) {
        RequestResult result = ask(request, wanted);
        listener.requested(request, result);
        return result;
    }

    private RequestResult ask(CodeRequest request, Optional<Channel> wanted) {
        try {
            Optional<Refusal> why = account.refusal(request);
            return why.isPresent() ? new RequestResult.Refused(why.get()) : sender.request(request, wanted, ids);
        } catch (StoreException e) {
            return storeFailed(e);
        }
    }

    /**
     * Makes a challenge on a live message of this code request, preferably on one whose code can be typed. Sends nothing.
     *
     * @return empty where none is alive
     */
    public Optional<RequestResult> join(CodeRequest request) {
        return joinPreferring(request, Optional.empty());
    }

    /** As {@link #join}. Where messages of several channels would do, one of the wanted channel is taken. */
    public Optional<RequestResult> joinPreferring(CodeRequest request, Optional<Channel> wanted) {
        try {
            return sender.join(request, wanted, ids);
        } catch (StoreException e) {
            return Optional.of(storeFailed(e));
        }
    }

    /**
     * How far a challenge is, for a page that is shown again. Sends nothing.
     *
     * @return empty where there is no such challenge, or it was made for another code request
     */
    public Optional<RequestResult> current(String challengeId, CodeRequest request) {
        try {
            return sender.current(challengeId, request);
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
        if (account.locked()) {
            return new VerifyOutcome.Refused(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        try {
            return verifier.verify(challengeId, request, code);
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
