package io.github.phonelatch.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.Claim;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Scene;
import io.github.phonelatch.challenge.Standing;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.challenge.Way;
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
 * single call of the store. The gateway is {@link ClaimedGateway} with the real halves; only who is meant is given.
 */
@ParameterizedClass
@MethodSource("kindsAndFaults")
class UnprovenStoreFailureTest {
    private static final Duration LONGER_THAN_ANY_SEND = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofSeconds(302);

    private final FakeStore.Kind kind;
    private final FakeStore.Fault fault;

    UnprovenStoreFailureTest(FakeStore.Kind kind, FakeStore.Fault fault) {
        this.kind = kind;
        this.fault = fault;
    }

    static Stream<Arguments> kindsAndFaults() {
        return Arrays.stream(FakeStore.Kind.values())
                .flatMap(kind -> Arrays.stream(FakeStore.Fault.values()).map(fault -> Arguments.of(kind, fault)));
    }

    /** One request of a stranger who gave somebody's number. */
    private static final class Visit {
        private final Claim claim = Scene.claim("typed", Scene.MOBILE, "tab-1", Standing.CLAIMED);
        private final ClaimedGateway gateway;
        private final Challenges shown;

        Visit(Scene scene, Optional<String> person) {
            gateway = new ClaimedGateway(
                    scene.gateway(),
                    () -> HiddenCode.of(
                            Scene.claim(person.orElse("typed"), Scene.MOBILE, "tab-1", Standing.UNPROVEN),
                            person,
                            scene.gateway(),
                            scene::heart),
                    (late, result) -> {},
                    Optional.empty());
            shown = scene.heart(gateway);
        }

        RequestResult request() {
            return shown.request(claim, Way.DEFAULT);
        }

        /** Whether this very request let the person in, by both of the halves. */
        boolean proves(RequestResult asked, String code) {
            return asked instanceof RequestResult.Issued issued
                    && shown.verify(issued.challenge().id(), claim, code) instanceof VerifyOutcome.Proven
                    && gateway.compared()
                            .filter(compared -> compared.outcome() instanceof VerifyOutcome.Proven)
                            .isPresent();
        }
    }

    @Test
    void known_areLetInOnceAtMost_byTheRightCode_andCanGoOn() {
        int calls = 0;
        for (boolean failed = true; failed; calls++) {
            Scene scene = new Scene(kind).withImpatience();
            scene.store().faultAt(calls, fault, () -> scene.clock().pass(LONGER_THAN_ANY_SEND));

            RequestResult first = visit(scene).request();
            RequestResult again = visit(scene).request();
            int proofs = 0;
            for (RequestResult asked : new RequestResult[] {first, again}) {
                assertThat(visit(scene).proves(asked, Scene.WRONG)).isFalse();
                assertThat(visit(scene).proves(asked, "")).isFalse();
                proofs += visit(scene).proves(asked, Scene.CODE) ? 1 : 0;
            }

            failed = scene.store().failed();
            scene.store().healthy();
            assertThat(proofs).as("call " + calls).isLessThanOrEqualTo(1);
            assertThat(scene.sends()).as("call " + calls).isLessThanOrEqualTo(1);
            scene.clock().pass(WINDOW);
            assertThat(visit(scene).proves(visit(scene).request(), Scene.CODE))
                    .as("after call " + calls)
                    .isTrue();
        }
        assertThat(calls).isGreaterThan(60);
    }

    @Test
    void unknown_areNeverLetIn_norWrittenTo() {
        int calls = 0;
        for (boolean failed = true; failed; calls++) {
            Scene scene = new Scene(kind).withImpatience();
            scene.store().faultAt(calls, fault, () -> scene.clock().pass(LONGER_THAN_ANY_SEND));

            RequestResult asked = new Visit(scene, Optional.empty()).request();

            assertThat(new Visit(scene, Optional.empty()).proves(asked, Scene.CODE))
                    .isFalse();
            failed = scene.store().failed();
            assertThat(scene.sends()).isZero();
        }
        assertThat(calls).isGreaterThan(30);
    }

    /** What the page says while the store fails is one thing, whoever was meant. */
    @Test
    void storeThatStaysDown_looksAlikeForKnownAndUnknown() {
        Scene scene = new Scene(kind).withImpatience();
        RequestResult known = visit(scene).request();
        scene.store().down();

        for (Optional<String> person :
                Stream.of(Optional.of("alice"), Optional.<String>empty()).toList()) {
            assertThat(problem(new Visit(scene, person).request())).isEqualTo(Problem.UNAVAILABLE);
            assertThat(new Visit(scene, person).proves(known, Scene.CODE)).isFalse();
        }
        assertThat(scene.sends()).isEqualTo(1);
    }

    private static Visit visit(Scene scene) {
        return new Visit(scene, Optional.of("alice"));
    }

    private static Problem problem(RequestResult result) {
        return result instanceof RequestResult.Refused refused
                ? refused.refusal().problem()
                : null;
    }
}
