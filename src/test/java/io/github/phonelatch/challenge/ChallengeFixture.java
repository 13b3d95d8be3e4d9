package io.github.phonelatch.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.MovableClock;
import io.github.phonelatch.support.TestKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** A realm with everything the heart needs; each request gets a heart of its own, as on a server. */
public final class ChallengeFixture {
    public static final PhoneNumber MOBILE =
            PhoneNumber.parse("+447400123456", null).orElseThrow();
    static final PhoneNumber OTHER_MOBILE =
            PhoneNumber.parse("+447400123457", null).orElseThrow();
    static final PhoneNumber LANDLINE = PhoneNumber.parse("+442079460018", null).orElseThrow();
    public static final String CODE = FakeGateway.CODE;
    public static final String WRONG = "000000";
    /** The heart logs each failure it meets, and these tests are full of them. */
    private static final Logger LOG = Logger.getLogger("io.github.phonelatch.challenge");

    static {
        LOG.setLevel(Level.OFF);
    }

    static final Duration LIFETIME = Duration.ofMinutes(5);
    /** When the provider takes the next message, with the heart's two seconds of grace. */
    static final Duration WINDOW = LIFETIME.plusSeconds(2);

    final MovableClock clock = new MovableClock();
    final FakeStore store;
    final FakeGateway gateway = new FakeGateway();
    final List<RequestResult> settledLate = new CopyOnWriteArrayList<>();
    NodePermits permits = new NodePermits();
    RequestSource origin = RequestSource.of("203.0.113.7");
    Keys keys = TestKeys.of("school", "first");
    volatile boolean locked;
    /** What hears of everything before {@link #settledLate} does. */
    UnaryOperator<ChallengeListener> listening = UnaryOperator.identity();
    /** How long a second click waits for the first: as long as on a server, unless nobody is going to come. */
    Duration handshake = Duration.ofSeconds(10);

    private static final List<String> WIDE_LIMITS = List.of(
            "sends-per-address-per-hour",
            "sends-per-prefix-per-hour",
            "realm-budget-per-day",
            "minimum-conversion-percent");

    private final Map<String, String> settings = new HashMap<>();
    private RealmSettings realm;

    public ChallengeFixture(FakeStore.Kind kind) {
        store = new FakeStore(kind, clock);
        settings.put("templates", "sms");
        settings.put("allowed-countries", "GB");
        // Most tests are about one person, whose messages all go to one prefix.
        WIDE_LIMITS.forEach(limit -> settings.put(limit, "0"));
        realm = Settings.of(settings);
    }

    public ChallengeFixture with(String key, Object value) {
        settings.put(key, value.toString());
        realm = Settings.of(settings);
        return this;
    }

    /** Nobody waits for another click to store what it is doing: in a test of one thread nobody does. */
    public ChallengeFixture withImpatience() {
        handshake = Duration.ofMillis(25);
        return this;
    }

    public ChallengeFixture withAlternative() {
        return with("alternative-templates", "voice");
    }

    /** Every limit at its default. */
    public ChallengeFixture withWideLimits() {
        WIDE_LIMITS.forEach(settings::remove);
        realm = Settings.of(settings);
        return this;
    }

    /** From now on requests come from this address. */
    void from(String address) {
        origin = RequestSource.of(address);
    }

    /** Another node asks from now on: it shares the store and nothing else. */
    void onAnotherNode() {
        permits = new NodePermits();
    }

    /** Off with all but the guard that a test is about. */
    ChallengeFixture withoutSendLimits() {
        return with("cooldown", 0).with("sends-per-hour", 0).with("sends-per-day", 0);
    }

    ChallengeFixture withoutFailureLimits() {
        return with("failures-per-hour", 0).with("failures-in-a-row", 0);
    }

    public Challenges core() {
        return core(gateway);
    }

    /** With another gateway than the provider's in front. */
    public Challenges core(OtpGateway inFront) {
        return core(inFront, origin);
    }

    public Challenges core(OtpGateway inFront, RequestSource from) {
        return core(inFront, from, permits);
    }

    /** On the node that has this ledger. */
    Challenges core(NodePermits node) {
        return core(gateway, origin, node);
    }

    private Challenges core(OtpGateway inFront, RequestSource from, NodePermits node) {
        return new Challenges(
                store,
                keys,
                inFront,
                realm,
                clock,
                () -> locked,
                listening.apply((request, result) -> settledLate.add(result)),
                from,
                node,
                handshake);
    }

    public static CodeRequest alice() {
        return request("alice", MOBILE, "tab-1", Requester.OWNER);
    }

    public static CodeRequest request(String user, PhoneNumber number, String binding, Requester requester) {
        return new CodeRequest(user, "student-portal", number, Purpose.VERIFY_PHONE, binding, requester, "en");
    }

    /** From now on Keycloak says that the account is locked. */
    public void lock() {
        locked = true;
    }

    public TemplateChoice templates() {
        return new TemplateChoice(gateway, realm);
    }

    public OtpGateway gateway() {
        return gateway;
    }

    /** How many limits, prefixes and people this node knows something about by itself. */
    public int keptByTheNode() {
        return permits.size();
    }

    public FakeStore store() {
        return store;
    }

    public MovableClock clock() {
        return clock;
    }

    /** How often the provider was asked to send. */
    public int sends() {
        return gateway.sends.size();
    }

    /** How often the provider was asked to check a code. */
    public int verifications() {
        return gateway.verifications.size();
    }

    // --- asking ---

    RequestResult request(CodeRequest request) {
        return request(request, Optional.empty());
    }

    RequestResult request(CodeRequest request, Optional<Channel> wanted) {
        return core().request(request, wanted);
    }

    Challenge issued(CodeRequest request) {
        return issued(request(request));
    }

    Challenge issued(CodeRequest request, Optional<Channel> wanted) {
        return issued(request(request, wanted));
    }

    Refusal refused(CodeRequest request) {
        return refused(request(request));
    }

    Challenge current(Challenge challenge, CodeRequest request) {
        return issued(core().current(challenge.id(), request).orElseThrow());
    }

    Refusal currentRefusal(Challenge challenge, CodeRequest request) {
        return refused(core().current(challenge.id(), request).orElseThrow());
    }

    static Challenge issued(RequestResult result) {
        assertThat(result).isInstanceOf(RequestResult.Issued.class);
        return ((RequestResult.Issued) result).challenge();
    }

    static Refusal refused(RequestResult result) {
        assertThat(result).isInstanceOf(RequestResult.Refused.class);
        return ((RequestResult.Refused) result).refusal();
    }

    // --- checking ---

    VerifyOutcome verify(Challenge challenge, CodeRequest request, String code) {
        return core().verify(challenge.id(), request, code);
    }

    Refusal denied(Challenge challenge, CodeRequest request, String code) {
        return denied(verify(challenge, request, code));
    }

    void verifies(Challenge challenge, CodeRequest request) {
        assertThat(verify(challenge, request, CODE)).isInstanceOf(VerifyOutcome.Verified.class);
    }

    static Refusal denied(VerifyOutcome outcome) {
        assertThat(outcome).isNotInstanceOf(VerifyOutcome.Verified.class);
        return outcome instanceof VerifyOutcome.Wrong wrong
                ? wrong.refusal()
                : ((VerifyOutcome.Refused) outcome).refusal();
    }

    /** A new message, once the last one's window and the pause have passed, and a wrong code for it. */
    Refusal failOnNewCode(CodeRequest request) {
        clock.pass(WINDOW);
        return denied(issued(request), request, WRONG);
    }

    void pass(Duration time) {
        clock.pass(time);
    }

    static GatewayFailure.Kind cause(Refusal refusal) {
        assertThat(refusal.cause()).isNotNull();
        return refusal.cause().kind();
    }

    // --- many at once ---

    /** Runs the work on as many threads, all let go together. */
    static <T> List<T> together(int times, ThrowingFunction<Integer, T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            CountDownLatch ready = new CountDownLatch(times);
            CountDownLatch go = new CountDownLatch(1);
            List<Callable<T>> jobs = IntStream.range(0, times)
                    .<Callable<T>>mapToObj(i -> () -> {
                        ready.countDown();
                        go.await();
                        return work.apply(i);
                    })
                    .toList();
            List<Future<T>> running = new ArrayList<>();
            jobs.forEach(job -> running.add(threads.submit(job)));
            assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> job : running) {
                results.add(job.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    interface ThrowingFunction<A, T> {
        T apply(A argument) throws Exception;
    }
}
