package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.fakes.Released;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.FakeStore.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two releases side by side on one store. A fixture holds everything that a release stored of some people, each at another point
 * of their sign-in; each of them goes on with the code of today, and what that stores of the same people the release could read.
 */
class ReleasedRecordsTest {
    private static final String STORE = "store.json";
    private static final Duration UNTIL_ALL_BUT_COUNTS_ARE_GONE = Duration.ofMinutes(20);

    /** People by where they stand, each with a number that has a prefix of its own. */
    private enum Who {
        TYPED_WRONGLY(0),
        WAITS_FOR_THE_PROVIDER(1),
        OUTCOME_UNKNOWN(2),
        ALREADY_OUT(3),
        NOT_REACHED(4),
        BLOCKED(5),
        IN_THE_DIRECT_GRANT(6),
        VERIFIED(7),
        SENT_TOO_MANY(8);

        private final int digit;

        Who(int digit) {
            this.digit = digit;
        }

        CodeRequest request() {
            return ChallengeFixture.request(
                    id(), number(), this == IN_THE_DIRECT_GRANT ? "direct-grant" : "tab-1", Requester.OWNER);
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        PhoneNumber number() {
            return PhoneNumber.parse("+4474001" + digit + "3456", null).orElseThrow();
        }
    }

    private static ChallengeFixture scene() {
        return new ChallengeFixture(FakeStore.Kind.INFINISPAN)
                .with("failures-in-a-row", 3)
                .with("sends-per-hour", 2)
                .withImpatience();
    }

    /** What is done by the release that writes; gives the ids of the challenges. */
    private static Map<Who, String> enact(ChallengeFixture scene) {
        Map<Who, String> challenges = new TreeMap<>();
        scene.issued(Who.SENT_TOO_MANY.request());
        scene.pass(UNTIL_ALL_BUT_COUNTS_ARE_GONE);
        Challenge many = scene.issued(Who.SENT_TOO_MANY.request());
        challenges.put(Who.SENT_TOO_MANY, many.id());

        Challenge wrong = scene.issued(Who.TYPED_WRONGLY.request());
        scene.denied(wrong, Who.TYPED_WRONGLY.request(), WRONG);
        challenges.put(Who.TYPED_WRONGLY, wrong.id());

        Challenge blocked = scene.issued(Who.BLOCKED.request());
        for (int i = 0; i < 3; i++) {
            scene.denied(blocked, Who.BLOCKED.request(), WRONG);
        }
        challenges.put(Who.BLOCKED, blocked.id());

        String id = "direct-grant/" + Who.IN_THE_DIRECT_GRANT.id() + "/student-portal";
        ChallengeFixture.issued(scene.core().withId(id).request(Who.IN_THE_DIRECT_GRANT.request(), Optional.empty()));
        challenges.put(Who.IN_THE_DIRECT_GRANT, id);

        Challenge verified = scene.issued(Who.VERIFIED.request());
        scene.verifies(verified, Who.VERIFIED.request());
        challenges.put(Who.VERIFIED, verified.id());

        scene.gateway.answerSends(FakeGateway.unknownOutcome());
        scene.refused(Who.OUTCOME_UNKNOWN.request());
        scene.gateway.answerSends(FakeGateway.notSent(GatewayFailure.Kind.ALREADY_SENT));
        scene.refused(Who.ALREADY_OUT.request());
        scene.gateway.answerSends(FakeGateway.notSent(GatewayFailure.Kind.NUMBER_UNREACHABLE));
        scene.refused(Who.NOT_REACHED.request());
        var unanswered = scene.gateway.holdSends();
        challenges.put(
                Who.WAITS_FOR_THE_PROVIDER,
                scene.issued(Who.WAITS_FOR_THE_PROVIDER.request()).id());
        assertThat(unanswered).isNotDone();
        scene.gateway.acceptSends();
        return challenges;
    }

    /** {@code ./mvnw test -Dtest=ReleasedRecordsTest -Dphonelatch.freeze=<version>}, once, when that version is released. */
    @Test
    @EnabledIfSystemProperty(named = "phonelatch.freeze", matches = ".+")
    void freeze() {
        ChallengeFixture scene = scene();
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        ObjectNode challenges = content.putObject("challenges");
        enact(scene).forEach((who, id) -> challenges.put(who.id(), id));
        content.put("time", scene.clock.instant().toString());
        ObjectNode store = content.putObject("store");
        scene.store.stored().forEach((key, stored) -> {
            ObjectNode entry = store.putObject(key);
            entry.put("endsAt", stored.endsAt().toString());
            ObjectNode notes = entry.putObject("notes");
            new TreeMap<>(stored.notes()).forEach(notes::put);
        });
        Released.of(System.getProperty("phonelatch.freeze")).write(STORE, content);
    }

    private static Map<String, Stored> storedBy(Released release) {
        Map<String, Stored> stored = new TreeMap<>();
        release.json(STORE).get("store").properties().forEach(entry -> {
            Map<String, String> notes = new HashMap<>();
            entry.getValue()
                    .get("notes")
                    .properties()
                    .forEach(note -> notes.put(note.getKey(), note.getValue().asText()));
            stored.put(
                    entry.getKey(),
                    new Stored(
                            notes, Instant.parse(entry.getValue().get("endsAt").asText())));
        });
        return stored;
    }

    @Nested
    @ParameterizedClass
    @MethodSource("io.github.phonelatch.fakes.Released#all")
    class OfARelease {
        @Parameter
        private Released release;

        private ChallengeFixture after() {
            ChallengeFixture scene = scene();
            JsonNode content = release.json(STORE);
            scene.store.restore(storedBy(release));
            scene.pass(Duration.between(
                    scene.clock.instant(), Instant.parse(content.get("time").asText())));
            return scene;
        }

        private String challenge(Who who) {
            return release.json(STORE).get("challenges").get(who.id()).asText();
        }

        private RequestResult current(ChallengeFixture scene, Who who) {
            return scene.core().current(challenge(who), who.request()).orElseThrow();
        }

        private VerifyOutcome verify(ChallengeFixture scene, Who who, String code) {
            return scene.core().verify(challenge(who), who.request(), code);
        }

        @Test
        void whoTypedWrongly_keepsTheCode_andHasTheAttemptsThatAreLeft() {
            ChallengeFixture scene = after();

            assertThat(ChallengeFixture.issued(current(scene, Who.TYPED_WRONGLY))
                            .state())
                    .isEqualTo(Challenge.State.SENT);
            assertThat(ChallengeFixture.denied(verify(scene, Who.TYPED_WRONGLY, WRONG))
                            .attemptsLeft())
                    .isEqualTo(3);
            assertThat(scene.issued(Who.TYPED_WRONGLY.request()).fresh()).isFalse();
            assertThat(verify(scene, Who.TYPED_WRONGLY, CODE)).isInstanceOf(VerifyOutcome.Verified.class);
            assertThat(scene.sends()).isZero();
        }

        @Test
        void whoWaitsForTheProvider_goesOnWaiting() {
            ChallengeFixture scene = after();

            assertThat(ChallengeFixture.denied(verify(scene, Who.WAITS_FOR_THE_PROVIDER, CODE))
                            .problem())
                    .isEqualTo(Problem.ON_ITS_WAY);
            assertThat(scene.issued(Who.WAITS_FOR_THE_PROVIDER.request()).state())
                    .isEqualTo(Challenge.State.SENDING);
            assertThat(scene.sends()).isZero();
        }

        @Test
        void unknownOutcome_standsInTheWayForAsLongAsItsCodeLives() {
            ChallengeFixture scene = after();

            assertThat(scene.issued(Who.OUTCOME_UNKNOWN.request()).state()).isEqualTo(Challenge.State.UNKNOWN);
            assertThat(scene.sends()).isZero();
            scene.pass(WINDOW);
            assertThat(scene.issued(Who.OUTCOME_UNKNOWN.request()).fresh()).isTrue();
        }

        @Test
        void codeThatIsAlreadyOut_isWaitedFor() {
            ChallengeFixture scene = after();

            assertThat(scene.refused(Who.ALREADY_OUT.request()).problem()).isEqualTo(Problem.CODE_ALREADY_OUT);
            assertThat(scene.sends()).isZero();
        }

        @Test
        void whoWasNotReached_mayAskAgain() {
            assertThat(after().issued(Who.NOT_REACHED.request()).fresh()).isTrue();
        }

        @Test
        void block_holds() {
            ChallengeFixture scene = after();

            assertThat(ChallengeFixture.denied(verify(scene, Who.BLOCKED, CODE)).problem())
                    .isEqualTo(Problem.BLOCKED);
            scene.pass(WINDOW);
            assertThat(scene.refused(Who.BLOCKED.request()).problem()).isEqualTo(Problem.BLOCKED);
            assertThat(scene.verifications()).isZero();
        }

        @Test
        void challengeOfADirectGrant_isFound() {
            assertThat(verify(after(), Who.IN_THE_DIRECT_GRANT, CODE)).isInstanceOf(VerifyOutcome.Verified.class);
        }

        @Test
        void usedCode_isUsed_andTheNextMessageNeedNotWait() {
            ChallengeFixture scene = after();
            scene.gateway.answerVerifications(new VerifyResult.Verified());

            assertThat(ChallengeFixture.denied(verify(scene, Who.VERIFIED, CODE))
                            .problem())
                    .isEqualTo(Problem.UNKNOWN_CHALLENGE);
            assertThat(scene.issued(Who.VERIFIED.request()).fresh()).isTrue();
        }

        @Test
        void providersWindow_isRemembered() {
            ChallengeFixture scene = after();
            scene.gateway.answerSends(FakeGateway.notSent(GatewayFailure.Kind.ALREADY_SENT));
            scene.pass(Duration.ofSeconds(100));

            assertThat(scene.refused(Who.VERIFIED.request()).retryAfter()).isEqualTo(WINDOW.minusSeconds(100));
        }

        @Test
        void limitOfTheHour_holds() {
            ChallengeFixture scene = after();
            scene.pass(WINDOW);

            Refusal refusal = scene.refused(Who.SENT_TOO_MANY.request());

            assertThat(refusal.problem()).isEqualTo(Problem.TOO_MANY_SENDS);
            assertThat(refusal.retryAfter())
                    .as("a node that has sent none of them tells the whole window")
                    .isEqualTo(Duration.ofHours(1));
        }

        /** More fields and more entries do no harm; a field less, or one that means something else, would. */
        @Test
        void whatIsStoredToday_theReleaseReads() {
            ChallengeFixture scene = scene();
            enact(scene);
            Map<String, Stored> today = withoutChance(scene.store.stored());

            withoutChance(storedBy(release)).forEach((key, stored) -> {
                assertThat(today).containsKey(key);
                assertThat(today.get(key).notes()).as(key).containsAllEntriesOf(stored.notes());
                assertThat(today.get(key).endsAt()).as(key).isEqualTo(stored.endsAt());
            });
        }
    }

    /** With words in the place of what is drawn by lot: a message's generation, and the ids of challenges, that follow from it. */
    private static Map<String, Stored> withoutChance(Map<String, Stored> stored) {
        Map<String, String> generations = new HashMap<>();
        stored.forEach((key, entry) -> {
            if (entry.notes().containsKey("state")) {
                generations.put(entry.notes().get("generation"), "generation-of-" + key);
            }
        });
        // Those of messages that are gone: under their names something is left.
        stored.keySet().stream()
                .map(key -> List.of(key.split(":")))
                .filter(parts -> parts.size() == 5 && parts.get(1).equals("message"))
                .forEach(parts -> generations.putIfAbsent(parts.get(3), "generation-of-" + parts.get(2)));
        Map<String, Stored> told = new TreeMap<>();
        stored.forEach((key, entry) -> {
            String name = key;
            for (Map.Entry<String, String> generation : generations.entrySet()) {
                name = name.replace(":" + generation.getKey(), ":" + generation.getValue());
            }
            Map<String, String> notes = new HashMap<>(entry.notes());
            notes.computeIfPresent("generation", (field, value) -> generations.getOrDefault(value, value));
            if (key.startsWith("phonelatch:challenge:")) {
                name = "phonelatch:challenge:of-" + notes.get("request");
            }
            told.put(name, new Stored(notes, entry.endsAt()));
        });
        return told;
    }
}
