package io.github.phonelatch.anonymous;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.ChallengeFixture;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Requester;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.support.FakeStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sign-in by phone and reset, where two challenges stand behind each other and both are stored: something goes wrong with each
 * single call of the store. The gateway is {@link DecoyGateway} with the real halves; only who is meant is given.
 */
@ParameterizedClass
@MethodSource("kindsAndFaults")
class AnonymousStoreFailureTest {
    private static final Duration LONGER_THAN_ANY_SEND = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofSeconds(302);

    private final FakeStore.Kind kind;
    private final FakeStore.Fault fault;

    AnonymousStoreFailureTest(FakeStore.Kind kind, FakeStore.Fault fault) {
        this.kind = kind;
        this.fault = fault;
    }

    static Stream<Arguments> kindsAndFaults() {
        return Arrays.stream(FakeStore.Kind.values())
                .flatMap(kind -> Arrays.stream(FakeStore.Fault.values()).map(fault -> Arguments.of(kind, fault)));
    }

    /** One anonymous request that names somebody's number. */
    private static final class Visit {
        private final CodeRequest request =
                ChallengeFixture.request("typed", ChallengeFixture.MOBILE, "tab-1", Requester.ANONYMOUS_INPUT);
        private final DecoyGateway gateway;
        private final Challenges shown;

        Visit(ChallengeFixture scene, Optional<String> person) {
            gateway = new DecoyGateway(
                    scene.gateway(),
                    () -> AccountCode.of(
                            ChallengeFixture.request(
                                    person.orElse("typed"),
                                    ChallengeFixture.MOBILE,
                                    "tab-1",
                                    Requester.ANONYMOUS_ACCOUNT),
                            person,
                            scene.gateway(),
                            scene::core),
                    (late, result) -> {},
                    scene.templates());
            shown = scene.core(gateway);
        }

        RequestResult request() {
            return shown.request(request, Optional.empty());
        }

        /** Whether this very request let the person in, by both of the halves. */
        boolean verifies(RequestResult asked, String code) {
            return asked instanceof RequestResult.Issued issued
                    && shown.verify(issued.challenge().id(), request, code) instanceof VerifyOutcome.Verified
                    && gateway.compared()
                            .filter(compared -> compared.outcome() instanceof VerifyOutcome.Verified)
                            .isPresent();
        }
    }

    @Test
    void known_areLetInOnceAtMost_byTheRightCode_andCanGoOn() {
        int calls = 0;
        for (boolean failed = true; failed; calls++) {
            ChallengeFixture scene = new ChallengeFixture(kind).withImpatience();
            scene.store().faultAt(calls, fault, () -> scene.clock().pass(LONGER_THAN_ANY_SEND));

            RequestResult first = visit(scene).request();
            RequestResult again = visit(scene).request();
            int verifications = 0;
            for (RequestResult asked : new RequestResult[] {first, again}) {
                assertThat(visit(scene).verifies(asked, ChallengeFixture.WRONG)).isFalse();
                assertThat(visit(scene).verifies(asked, "")).isFalse();
                verifications += visit(scene).verifies(asked, ChallengeFixture.CODE) ? 1 : 0;
            }

            failed = scene.store().failed();
            scene.store().healthy();
            assertThat(verifications).as("call " + calls).isLessThanOrEqualTo(1);
            assertThat(scene.sends()).as("call " + calls).isLessThanOrEqualTo(1);
            scene.clock().pass(WINDOW);
            assertThat(visit(scene).verifies(visit(scene).request(), ChallengeFixture.CODE))
                    .as("after call " + calls)
                    .isTrue();
        }
        assertThat(calls).isGreaterThan(60);
    }

    @Test
    void unknown_areNeverLetIn_norWrittenTo() {
        int calls = 0;
        for (boolean failed = true; failed; calls++) {
            ChallengeFixture scene = new ChallengeFixture(kind).withImpatience();
            scene.store().faultAt(calls, fault, () -> scene.clock().pass(LONGER_THAN_ANY_SEND));

            RequestResult asked = new Visit(scene, Optional.empty()).request();

            assertThat(new Visit(scene, Optional.empty()).verifies(asked, ChallengeFixture.CODE))
                    .isFalse();
            failed = scene.store().failed();
            assertThat(scene.sends()).isZero();
        }
        assertThat(calls).isGreaterThan(30);
    }

    /** What the page says while the store fails is one thing, whoever was meant. */
    @Test
    void storeThatStaysDown_looksAlikeForKnownAndUnknown() {
        ChallengeFixture scene = new ChallengeFixture(kind).withImpatience();
        RequestResult known = visit(scene).request();
        scene.store().down();

        for (Optional<String> person :
                Stream.of(Optional.of("alice"), Optional.<String>empty()).toList()) {
            assertThat(problem(new Visit(scene, person).request())).isEqualTo(Problem.UNAVAILABLE);
            assertThat(new Visit(scene, person).verifies(known, ChallengeFixture.CODE))
                    .isFalse();
        }
        assertThat(scene.sends()).isEqualTo(1);
    }

    private static Visit visit(ChallengeFixture scene) {
        return new Visit(scene, Optional.of("alice"));
    }

    private static Problem problem(RequestResult result) {
        return result instanceof RequestResult.Refused refused
                ? refused.refusal().problem()
                : null;
    }
}
