package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class RealmLimitsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final ChallengeFixture scene;
    private final AtomicInteger people = new AtomicInteger();

    RealmLimitsTest(FakeStore.Kind kind) {
        this.scene = new ChallengeFixture(kind);
    }

    /** Somebody new with a number of a prefix that nobody else has. */
    private CodeRequest somebody(Requester requester) {
        int person = people.incrementAndGet();
        return of(person, "+44740%03d%04d".formatted(person, 1234), requester);
    }

    private CodeRequest somebody() {
        return somebody(Requester.OWNER);
    }

    /** Somebody new with a number of the same prefix as everybody else who is new. */
    private CodeRequest neighbour(Requester requester) {
        int person = people.incrementAndGet();
        return of(person, "+447400%06d".formatted(990_000 + person), requester);
    }

    private static CodeRequest of(int person, String number, Requester requester) {
        return request("person-" + person, PhoneNumber.parse(number, null).orElseThrow(), "tab", requester);
    }

    private int sent(int asked, Supplier<CodeRequest> who) {
        int sent = 0;
        for (int i = 0; i < asked; i++) {
            sent += scene.request(who.get()) instanceof RequestResult.Issued ? 1 : 0;
        }
        return sent;
    }

    private void providerFails(Kind kind, @Nullable Integer providerCode) {
        scene.gateway.answerSends(new SendResult.Failed(new GatewayFailure(kind, providerCode, "in a test"), true));
    }

    // --- address ---

    @Test
    void address_sendsAsManyAsAllowed_andTheWaitEndsWithTheOldest() {
        scene.with("sends-per-address-per-hour", 3);
        scene.issued(somebody());
        scene.pass(Duration.ofMinutes(10));
        assertThat(sent(2, this::somebody)).isEqualTo(2);

        Refusal refusal = scene.refused(somebody());
        assertThat(refusal.problem()).isEqualTo(Problem.ADDRESS_LIMIT);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(50));

        scene.pass(refusal.retryAfter());
        assertThat(sent(3, this::somebody)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.8, false",
        "203.0.113.7, ::ffff:203.0.113.7, true",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::1, true",
        "2001:db8:1:2::1%eth0, 2001:DB8:1:2:0:0:0:2, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false"
    })
    void addresses_ofOneHousehold_areCountedTogether(String first, String second, boolean together) {
        scene.with("sends-per-address-per-hour", 1);
        scene.from(first);
        scene.issued(somebody());

        scene.from(second);
        assertThat(sent(1, this::somebody)).isEqualTo(together ? 0 : 1);
    }

    @Test
    void trustedNetwork_isNotCounted_butEverythingElseIs() {
        scene.with("sends-per-address-per-hour", 1)
                .with("trusted-networks", "198.51.100.0/24##203.0.112.0/23")
                .with("realm-budget-per-day", 4);

        assertThat(sent(4, this::somebody)).isEqualTo(4);
        assertThat(scene.refused(somebody()).problem()).isEqualTo(Problem.REALM_BUDGET);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"NULL", "unknown", "''", "10.0.0", "example.org", "1.2.3.4, 5.6.7.8"},
            nullValues = "NULL",
            delimiter = '|')
    void addressThatIsNotKnown_getsNothing(String address) {
        scene.with("sends-per-address-per-hour", 60);
        scene.from(address);

        assertThat(scene.refused(somebody()).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(scene.store.keys()).isEmpty();

        scene.with("sends-per-address-per-hour", 0);
        assertThat(sent(1, this::somebody)).isEqualTo(1);
    }

    @Test
    void address_paysForWhatTheProviderRefuses_butNotForWhatItWasNeverAsked() {
        scene.with("sends-per-address-per-hour", 3).withoutSendLimits();
        for (int i = 0; i < 5; i++) {
            providerFails(i % 2 == 0 ? Kind.UNAVAILABLE : Kind.MISCONFIGURED, i % 2 == 0 ? null : 3005);
            scene.refused(somebody());
        }
        for (int i = 0; i < 3; i++) {
            providerFails(Kind.NUMBER_INVALID, 3002);
            assertThat(scene.refused(somebody()).problem()).isEqualTo(Problem.INVALID_NUMBER);
        }

        scene.gateway.acceptSends();
        assertThat(scene.refused(somebody()).problem()).isEqualTo(Problem.ADDRESS_LIMIT);
    }

    // --- prefix, country, realm ---

    @Test
    void prefix_isTheNumberWithoutItsLastFourDigits() {
        scene.with("sends-per-prefix-per-hour", 10);
        assertThat(sent(10, () -> neighbour(Requester.OWNER))).isEqualTo(10);
        scene.pass(Duration.ofMinutes(5));

        Refusal refusal = scene.refused(neighbour(Requester.OWNER));
        assertThat(refusal.problem()).isEqualTo(Problem.PREFIX_LIMIT);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(55));
        assertThat(sent(1, this::somebody)).as("another prefix").isEqualTo(1);

        scene.pass(Duration.ofMinutes(55));
        assertThat(sent(11, () -> neighbour(Requester.OWNER))).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"GB=3, 3", "GB=0##*=3, 9", "*=3, 3", "DE=3, 9", "GB=2##*=1, 2"})
    void country_hasItsOwnBudgetOrThatOfAllOthers(String budgets, int allowed) {
        scene.with("country-budgets", budgets).with("realm-budget-per-day", 9);

        assertThat(sent(12, this::somebody)).isEqualTo(allowed);
        Refusal refusal = scene.refused(somebody());
        assertThat(refusal.problem()).isEqualTo(allowed == 9 ? Problem.REALM_BUDGET : Problem.COUNTRY_BUDGET);
        assertThat(refusal.retryAfter()).isEqualTo(DAY);
        scene.pass(DAY);
        assertThat(sent(1, this::somebody)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1", "99", "100", "101", "250", "1999"})
    void realm_sendsExactlyItsBudget_howeverItIsDividedIntoBlocks(int budget) {
        scene.with("realm-budget-per-day", budget).withoutSendLimits();

        assertThat(sent(budget + 5, this::somebodyOfMany)).isEqualTo(budget);
    }

    private CodeRequest somebodyOfMany() {
        int person = people.incrementAndGet();
        return of(person, "+4474%08d".formatted(person), Requester.OWNER);
    }

    @Test
    void twoNodes_sendNoMoreThanTheBudget_andAllOfItWhereBothGoOn() {
        scene.with("realm-budget-per-day", 1000).withoutSendLimits();
        NodePermits here = scene.permits;
        NodePermits there = new NodePermits();
        int sent = 0;
        for (int i = 0; i < 1200; i++) {
            scene.permits = i % 2 == 0 ? here : there;
            sent += sent(1, this::somebodyOfMany);
        }

        assertThat(sent).isEqualTo(1000);
    }

    @Test
    void nodeThatEnds_losesWhatItLeased_andNothingIsSentTwiceOver() {
        scene.with("realm-budget-per-day", 1000).withoutSendLimits();
        assertThat(sent(1, this::somebodyOfMany)).isEqualTo(1);

        scene.onAnotherNode();

        assertThat(sent(1100, this::somebodyOfMany)).isEqualTo(990);
    }

    @Test
    void manyAtOnce_getExactlyWhatIsAllowed() throws Exception {
        scene.with("sends-per-prefix-per-hour", 10)
                .with("sends-per-address-per-hour", 60)
                .with("realm-budget-per-day", 500);

        List<RequestResult> results = ChallengeFixture.together(40, i -> scene.request(neighbour(Requester.OWNER)));

        assertThat(results).filteredOn(RequestResult.Issued.class::isInstance).hasSize(10);
        assertThat(scene.sends()).isEqualTo(10);
        assertThat(scene.store.deadlocks()).isZero();
    }

    @Test
    void budget_showsHowMuchOfItThisNodeHasLeased() {
        Map<String, DoubleSupplier> shown = new HashMap<>();
        scene.listening = next -> new ChallengeListener() {
            @Override
            public void settledLate(CodeRequest request, RequestResult result) {
                next.settledLate(request, result);
            }

            @Override
            public void budgetLeased(String scope, DoubleSupplier used) {
                shown.put(scope, used);
            }
        };
        scene.with("realm-budget-per-day", 1000)
                .with("country-budgets", "GB=20")
                .withoutSendLimits();
        assertThat(sent(15, this::somebodyOfMany)).isEqualTo(15);

        assertThat(shown.get("realm").getAsDouble()).as("two blocks of ten").isEqualTo(0.02);
        assertThat(shown.get("GB").getAsDouble()).isEqualTo(0.75);
        scene.pass(DAY);
        assertThat(shown.get("GB").getAsDouble()).isZero();
    }

    private long taken(String limit) {
        return scene.store.keys().stream().filter(key -> key.contains(limit)).count();
    }

    @Test
    void manyAtOnce_openOneBlockAmongThem() throws Exception {
        scene.with("realm-budget-per-day", 20_000).with("country-budgets", "GB=10000");
        AtomicInteger givenBack = new AtomicInteger();
        scene.store.before(FakeStore.Call.REMOVE, key -> key.contains("sends-"), givenBack::incrementAndGet);

        ChallengeFixture.together(40, i -> scene.request(somebodyOfMany()));

        assertThat(givenBack).as("blocks that others missed meanwhile").hasValue(0);
        assertThat(scene.sends()).isEqualTo(40);
        assertThat(taken("sends-realm")).isEqualTo(1);
        assertThat(taken("sends-country")).isEqualTo(1);
    }

    @Test
    void blockThatIsGivenBackWhole_staysOpen() {
        scene.with("realm-budget-per-day", 1000);
        scene.issued(alice());
        for (int i = 0; i < 30; i++) {
            scene.refused(request("alice", ChallengeFixture.OTHER_MOBILE, "tab", Requester.OWNER));
            providerFails(Kind.UNAVAILABLE, null);
            scene.refused(somebodyOfMany());
            scene.gateway.acceptSends();
        }

        assertThat(taken("sends-realm")).isEqualTo(1);
        assertThat(sent(9, this::somebodyOfMany)).isEqualTo(9);
        assertThat(taken("sends-realm")).isEqualTo(1);
    }

    @Test
    void storeThatFailsInBetween_costsNoBlockAndNoPlace() {
        scene.with("realm-budget-per-day", 1000)
                .with("sends-per-prefix-per-hour", 10)
                .withoutSendLimits();
        for (int call = 0; call < 25; call++) {
            scene.store.failAt(call);
            scene.request(neighbour(Requester.OWNER));
            scene.store.healthy();
        }

        assertThat(taken("sends-realm")).as("blocks of ten").isLessThanOrEqualTo(4);
        // A release that fails itself leaves one place taken, as does a send whose record could not be stored.
        assertThat(taken("sends-prefix")).isLessThanOrEqualTo(10);
        assertThat(scene.sends()).isLessThanOrEqualTo(10);
    }

    // --- who counts where ---

    @ParameterizedTest
    @CsvSource({
        "sends-per-address-per-hour, 1",
        "sends-per-prefix-per-hour, 1",
        "country-budgets, GB=1",
        "realm-budget-per-day, 1"
    })
    void anonymousAndEnrollees_useUpNothingOfWhatSignInsNeed(String limit, String value) {
        scene.with(limit, value);
        assertThat(sent(2, () -> neighbour(Requester.ENROLLEE))).isEqualTo(1);
        scene.origin = RequestSource.typed("203.0.113.7", true);
        assertThat(sent(2, () -> neighbour(Requester.ANONYMOUS_INPUT))).isEqualTo(1);

        scene.from("203.0.113.7");
        assertThat(sent(2, () -> neighbour(Requester.OWNER))).isEqualTo(1);
    }

    @Test
    void ofAnAnonymousRequestsTwoHalves_eachLimitIsPassedOnce() {
        scene.with("sends-per-prefix-per-hour", 2)
                .with("realm-budget-per-day", 2)
                .with("sends-per-address-per-hour", 2);

        for (int i = 0; i < 2; i++) {
            scene.origin = RequestSource.typed("203.0.113.7", true);
            scene.issued(neighbour(Requester.ANONYMOUS_INPUT));
            scene.origin = RequestSource.hidden(true, true);
            scene.issued(neighbour(Requester.ANONYMOUS_ACCOUNT));
        }
    }

    @Test
    void ofAnAddressThatWasTyped_theNumberBehindItIsCounted() {
        scene.with("sends-per-prefix-per-hour", 1);
        scene.origin = RequestSource.typed("203.0.113.7", false);
        assertThat(sent(3, () -> neighbour(Requester.ANONYMOUS_INPUT)))
                .as("what is seen")
                .isEqualTo(3);

        scene.origin = RequestSource.hidden(false, true);
        assertThat(sent(3, () -> neighbour(Requester.ANONYMOUS_ACCOUNT)))
                .as("what is sent")
                .isEqualTo(1);
        scene.origin = RequestSource.hidden(false, false);
        assertThat(sent(3, () -> neighbour(Requester.ANONYMOUS_ACCOUNT)))
                .as("to nobody")
                .isEqualTo(3);
    }

    // --- nothing is written, nothing is lost ---

    @ParameterizedTest
    @CsvSource({
        "sends-per-address-per-hour, 1",
        "sends-per-prefix-per-hour, 1",
        "country-budgets, GB=1",
        "realm-budget-per-day, 1"
    })
    void refusedByAWiderLimit_nothingIsWrittenForTheNumber(String limit, String value) {
        scene.with(limit, value);
        scene.issued(neighbour(Requester.OWNER));
        Set<String> before = scene.store.keys();

        for (int i = 0; i < 20; i++) {
            scene.refused(neighbour(Requester.OWNER));
        }

        assertThat(scene.store.keys()).isEqualTo(before);
    }

    @Test
    void limitThatWasFoundFull_isNotLookedThroughForEachClick() {
        scene.with("realm-budget-per-day", 100).withoutSendLimits();
        assertThat(sent(101, this::somebodyOfMany)).isEqualTo(100);
        scene.store.countFromHere();

        assertThat(sent(50, this::somebodyOfMany)).isZero();

        // One look for a live message and one at the failures each.
        assertThat(scene.store.writes()).isZero();
        assertThat(scene.store.calls()).isLessThan(50 * 5);
    }

    @Test
    void liveMessage_isJoined_whateverIsUsedUp() {
        scene.with("realm-budget-per-day", 1);
        Challenge first = scene.issued(alice());
        scene.refused(somebody());

        Challenge again = scene.issued(alice());
        assertThat(again.fresh()).isFalse();
        scene.verifies(first, alice());
    }

    @Test
    void sendThatCertainlyDidNotHappen_givesBackWhatItUsed() {
        scene.with("realm-budget-per-day", 250)
                .with("country-budgets", "GB=1")
                .with("sends-per-prefix-per-hour", 1)
                .withoutSendLimits();
        for (int i = 0; i < 5; i++) {
            providerFails(Kind.NUMBER_INVALID, 3002);
            assertThat(scene.refused(neighbour(Requester.OWNER)).problem()).isEqualTo(Problem.INVALID_NUMBER);
        }

        scene.gateway.acceptSends();
        assertThat(sent(2, () -> neighbour(Requester.OWNER))).isEqualTo(1);
    }

    @Test
    void refusedByANarrowerLimit_theWiderOnesAreGivenBack() {
        scene.with("realm-budget-per-day", 2).with("sends-per-prefix-per-hour", 2);
        scene.issued(alice());
        for (int i = 0; i < 5; i++) {
            assertThat(scene.refused(request("alice", ChallengeFixture.OTHER_MOBILE, "tab", Requester.OWNER))
                            .problem())
                    .isEqualTo(Problem.COOLDOWN);
        }

        assertThat(sent(2, () -> neighbour(Requester.OWNER))).isEqualTo(1);
    }

    @Test
    void storeThatFails_denies_andNothingOfALimitIsSpentTwice() {
        scene.with("realm-budget-per-day", 3).with("sends-per-prefix-per-hour", 3);
        for (int call = 0; call < 30; call++) {
            scene.store.failAt(call);
            scene.request(neighbour(Requester.OWNER));
            scene.store.healthy();
        }

        assertThat(scene.sends()).isLessThanOrEqualTo(3);
    }

    // --- conversion ---

    private void sendsOfWhich(int sends, int verified) {
        for (int i = 0; i < sends; i++) {
            CodeRequest request = neighbour(Requester.OWNER);
            Challenge challenge = scene.issued(request);
            if (i % 10 < verified) {
                scene.verifies(challenge, request);
            } else {
                scene.denied(challenge, request, WRONG);
            }
            scene.pass(Duration.ofMinutes(6));
        }
    }

    @Test
    void prefixWhoseCodesNobodyTypes_isBlockedForADay() {
        scene.with("minimum-conversion-percent", 30);
        sendsOfWhich(49, 2);
        assertThat(sent(1, this::somebody)).isEqualTo(1);
        int sent = 49;
        while (sent < 60 && scene.request(neighbour(Requester.OWNER)) instanceof RequestResult.Issued) {
            scene.pass(Duration.ofMinutes(6));
            sent++;
        }
        assertThat(sent).as("messages until it was blocked").isBetween(50, 59);

        Refusal refusal = scene.refused(neighbour(Requester.OWNER));
        assertThat(refusal.problem()).isEqualTo(Problem.LOW_CONVERSION);
        assertThat(refusal.retryAfter()).isBetween(DAY.minusMinutes(10), DAY);
        assertThat(sent(1, this::somebody)).as("another prefix").isEqualTo(1);
        scene.onAnotherNode();
        scene.with("realm-budget-per-day", 9);
        AtomicInteger asked = new AtomicInteger();
        scene.store.before(FakeStore.Call.PUT_IF_ABSENT, key -> key.contains("sends-"), asked::incrementAndGet);
        assertThat(scene.refused(neighbour(Requester.OWNER)).problem()).isEqualTo(Problem.LOW_CONVERSION);
        assertThat(asked).as("wider limits that were asked").hasValue(0);
        scene.with("realm-budget-per-day", 0);
        assertThat(sent(1, () -> neighbour(Requester.ENROLLEE)))
                .as("another standing")
                .isEqualTo(1);

        scene.pass(DAY);
        assertThat(sent(30, () -> neighbour(Requester.OWNER)))
                .as("a new sample")
                .isEqualTo(30);
    }

    @Test
    void whatIsKnownOfAPrefix_isNotToldToAnonymousRequesters() {
        scene.with("minimum-conversion-percent", 30);
        scene.origin = RequestSource.hidden(true, true);
        int sent = 0;
        while (sent < 70 && scene.request(neighbour(Requester.ANONYMOUS_ACCOUNT)) instanceof RequestResult.Issued) {
            scene.pass(Duration.ofMinutes(6));
            sent++;
        }
        assertThat(sent).isBetween(50, 60);

        scene.origin = RequestSource.typed("203.0.113.7", true);
        assertThat(sent(1, () -> neighbour(Requester.ANONYMOUS_INPUT))).isEqualTo(1);
    }

    @Test
    void whereOneNodeSendsAndAnotherChecks_whatWasTypedCountsAllTheSame() {
        scene.with("minimum-conversion-percent", 30);
        NodePermits sends = scene.permits;
        NodePermits checks = new NodePermits();
        for (int i = 0; i < 120; i++) {
            CodeRequest request = neighbour(Requester.OWNER);
            scene.permits = sends;
            Challenge challenge = scene.issued(request);
            scene.permits = checks;
            scene.verifies(challenge, request);
            scene.pass(Duration.ofMinutes(6));
        }
    }

    @Test
    void messagesThatWereNeverSent_sayNothingOfAPrefix() throws Exception {
        scene.with("minimum-conversion-percent", 30);
        scene.issued(alice());
        for (int burst = 0; burst < 15; burst++) {
            ChallengeFixture.together(
                    10,
                    i -> scene.request(
                            request("alice", neighbour(Requester.OWNER).number(), "tab", Requester.OWNER)));
            providerFails(Kind.NUMBER_INVALID, 3002);
            for (int i = 0; i < 10; i++) {
                scene.refused(neighbour(Requester.OWNER));
            }
            scene.gateway.acceptSends();
            scene.pass(Duration.ofMinutes(6));
        }

        assertThat(sent(1, () -> neighbour(Requester.OWNER))).isEqualTo(1);
    }

    @Test
    void prefixWhoseCodesAreTyped_goesOn() {
        scene.with("minimum-conversion-percent", 30);

        sendsOfWhich(150, 4);
    }

    @Test
    void onlyTheLastFiftyCount_notWhatWasLongAgo() {
        scene.with("minimum-conversion-percent", 30);
        sendsOfWhich(100, 10);

        int sent = 0;
        while (sent < 100 && scene.request(neighbour(Requester.OWNER)) instanceof RequestResult.Issued) {
            scene.pass(Duration.ofMinutes(6));
            sent++;
        }

        assertThat(sent).isBetween(35, 60);
    }

    @Test
    void codesThatAreJustBeingTyped_doNotCountAsNeverTyped() {
        scene.with("minimum-conversion-percent", 30);
        List<CodeRequest> claims =
                Stream.generate(() -> neighbour(Requester.OWNER)).limit(120).toList();
        List<Challenge> challenges = claims.stream().map(scene::issued).toList();
        for (int i = 0; i < 120; i++) {
            scene.verifies(challenges.get(i), claims.get(i));
        }
        scene.pass(HOUR);

        assertThat(sent(60, () -> neighbour(Requester.OWNER))).isEqualTo(60);
    }

    @Test
    void askedFor0Percent_nothingIsKept() {
        scene.with("minimum-conversion-percent", 0);
        scene.issued(neighbour(Requester.OWNER));

        assertThat(scene.store.keys()).noneMatch(key -> key.contains("conversion"));
        assertThat(scene.permits.size()).isEqualTo(2);
    }

    @Test
    void permits_forgetsTheOldest_andGrowsNoFurther() {
        scene.with("sends-per-address-per-hour", 1).withoutSendLimits();
        for (int i = 0; i < NodePermits.MOST_ACCOUNTS + 500; i++) {
            scene.from("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255));
            scene.issued(somebodyOfMany());
        }

        assertThat(scene.permits.size()).isLessThanOrEqualTo(3 * NodePermits.MOST_ACCOUNTS);
        assertThat(sent(1, this::somebodyOfMany)).as("the store remembers").isZero();
    }

    @Test
    void storeThatIsDown_letsNothingThrough() {
        scene.with("realm-budget-per-day", 100);
        scene.store.down();

        assertThat(scene.refused(somebody()).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(scene.sends()).isZero();
    }
}
