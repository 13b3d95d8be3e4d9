package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.Scene.CODE;
import static io.github.phonelatch.challenge.Scene.WINDOW;
import static io.github.phonelatch.challenge.Scene.WRONG;
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
        PROVEN(7),
        SENT_TOO_MANY(8);

        private final int digit;

        Who(int digit) {
            this.digit = digit;
        }

        Claim claim() {
            return Scene.claim(id(), number(), this == IN_THE_DIRECT_GRANT ? "direct-grant" : "tab-1", Standing.OWNER);
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        PhoneNumber number() {
            return PhoneNumber.parse("+4474001" + digit + "3456", null).orElseThrow();
        }
    }

    private static Scene scene() {
        return new Scene(FakeStore.Kind.INFINISPAN)
                .with("failures-in-a-row", 3)
                .with("sends-per-hour", 2)
                .withImpatience();
    }

    /** What is done by the release that writes; gives the ids of the challenges. */
    private static Map<Who, String> enact(Scene scene) {
        Map<Who, String> challenges = new TreeMap<>();
        scene.issued(Who.SENT_TOO_MANY.claim());
        scene.pass(UNTIL_ALL_BUT_COUNTS_ARE_GONE);
        Challenge many = scene.issued(Who.SENT_TOO_MANY.claim());
        challenges.put(Who.SENT_TOO_MANY, many.id());

        Challenge wrong = scene.issued(Who.TYPED_WRONGLY.claim());
        scene.denied(wrong, Who.TYPED_WRONGLY.claim(), WRONG);
        challenges.put(Who.TYPED_WRONGLY, wrong.id());

        Challenge blocked = scene.issued(Who.BLOCKED.claim());
        for (int i = 0; i < 3; i++) {
            scene.denied(blocked, Who.BLOCKED.claim(), WRONG);
        }
        challenges.put(Who.BLOCKED, blocked.id());

        String id = "direct-grant/" + Who.IN_THE_DIRECT_GRANT.id() + "/student-portal";
        Scene.issued(scene.heart().request(Who.IN_THE_DIRECT_GRANT.claim(), Way.DEFAULT, id));
        challenges.put(Who.IN_THE_DIRECT_GRANT, id);

        Challenge proven = scene.issued(Who.PROVEN.claim());
        scene.proves(proven, Who.PROVEN.claim());
        challenges.put(Who.PROVEN, proven.id());

        scene.gateway.answerSends(FakeGateway.unknownOutcome());
        scene.refused(Who.OUTCOME_UNKNOWN.claim());
        scene.gateway.answerSends(FakeGateway.notSent(GatewayFailure.Kind.ALREADY_SENT));
        scene.refused(Who.ALREADY_OUT.claim());
        scene.gateway.answerSends(FakeGateway.notSent(GatewayFailure.Kind.NUMBER_UNREACHABLE));
        scene.refused(Who.NOT_REACHED.claim());
        var unanswered = scene.gateway.holdSends();
        challenges.put(
                Who.WAITS_FOR_THE_PROVIDER,
                scene.issued(Who.WAITS_FOR_THE_PROVIDER.claim()).id());
        assertThat(unanswered).isNotDone();
        scene.gateway.acceptSends();
        return challenges;
    }

    /** {@code ./mvnw test -Dtest=ReleasedRecordsTest -Dphonelatch.freeze=<version>}, once, when that version is released. */
    @Test
    @EnabledIfSystemProperty(named = "phonelatch.freeze", matches = ".+")
    void freeze() {
        Scene scene = scene();
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

        private Scene after() {
            Scene scene = scene();
            JsonNode content = release.json(STORE);
            scene.store.restore(storedBy(release));
            scene.pass(Duration.between(
                    scene.clock.instant(), Instant.parse(content.get("time").asText())));
            return scene;
        }

        private String challenge(Who who) {
            return release.json(STORE).get("challenges").get(who.id()).asText();
        }

        private RequestResult current(Scene scene, Who who) {
            return scene.heart().current(challenge(who), who.claim()).orElseThrow();
        }

        private VerifyOutcome verify(Scene scene, Who who, String code) {
            return scene.heart().verify(challenge(who), who.claim(), code);
        }

        @Test
        void whoTypedWrongly_keepsTheCode_andHasTheTriesThatAreLeft() {
            Scene scene = after();

            assertThat(Scene.issued(current(scene, Who.TYPED_WRONGLY)).state()).isEqualTo(Challenge.State.SENT);
            assertThat(Scene.denied(verify(scene, Who.TYPED_WRONGLY, WRONG)).triesLeft())
                    .isEqualTo(3);
            assertThat(scene.issued(Who.TYPED_WRONGLY.claim()).fresh()).isFalse();
            assertThat(verify(scene, Who.TYPED_WRONGLY, CODE)).isInstanceOf(VerifyOutcome.Proven.class);
            assertThat(scene.sends()).isZero();
        }

        @Test
        void whoWaitsForTheProvider_goesOnWaiting() {
            Scene scene = after();

            assertThat(Scene.denied(verify(scene, Who.WAITS_FOR_THE_PROVIDER, CODE))
                            .problem())
                    .isEqualTo(Problem.ON_ITS_WAY);
            assertThat(scene.issued(Who.WAITS_FOR_THE_PROVIDER.claim()).state()).isEqualTo(Challenge.State.SENDING);
            assertThat(scene.sends()).isZero();
        }

        @Test
        void unknownOutcome_standsInTheWayForAsLongAsItsCodeLives() {
            Scene scene = after();

            assertThat(scene.issued(Who.OUTCOME_UNKNOWN.claim()).state()).isEqualTo(Challenge.State.UNKNOWN);
            assertThat(scene.sends()).isZero();
            scene.pass(WINDOW);
            assertThat(scene.issued(Who.OUTCOME_UNKNOWN.claim()).fresh()).isTrue();
        }

        @Test
        void codeThatIsAlreadyOut_isWaitedFor() {
            Scene scene = after();

            assertThat(scene.refused(Who.ALREADY_OUT.claim()).problem()).isEqualTo(Problem.CODE_ALREADY_OUT);
            assertThat(scene.sends()).isZero();
        }

        @Test
        void whoWasNotReached_mayAskAgain() {
            assertThat(after().issued(Who.NOT_REACHED.claim()).fresh()).isTrue();
        }

        @Test
        void block_holds() {
            Scene scene = after();

            assertThat(Scene.denied(verify(scene, Who.BLOCKED, CODE)).problem()).isEqualTo(Problem.BLOCKED);
            scene.pass(WINDOW);
            assertThat(scene.refused(Who.BLOCKED.claim()).problem()).isEqualTo(Problem.BLOCKED);
            assertThat(scene.verifications()).isZero();
        }

        @Test
        void challengeOfADirectGrant_isFound() {
            assertThat(verify(after(), Who.IN_THE_DIRECT_GRANT, CODE)).isInstanceOf(VerifyOutcome.Proven.class);
        }

        @Test
        void usedCode_isUsed_andTheNextMessageNeedNotWait() {
            Scene scene = after();
            scene.gateway.answerVerifications(new VerifyResult.Verified());

            assertThat(Scene.denied(verify(scene, Who.PROVEN, CODE)).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
            assertThat(scene.issued(Who.PROVEN.claim()).fresh()).isTrue();
        }

        @Test
        void providersWindow_isRemembered() {
            Scene scene = after();
            scene.gateway.answerSends(FakeGateway.notSent(GatewayFailure.Kind.ALREADY_SENT));
            scene.pass(Duration.ofSeconds(100));

            assertThat(scene.refused(Who.PROVEN.claim()).retryAfter()).isEqualTo(WINDOW.minusSeconds(100));
        }

        @Test
        void limitOfTheHour_holds() {
            Scene scene = after();
            scene.pass(WINDOW);

            Refusal refusal = scene.refused(Who.SENT_TOO_MANY.claim());

            assertThat(refusal.problem()).isEqualTo(Problem.TOO_MANY_SENDS);
            assertThat(refusal.retryAfter())
                    .as("a node that has sent none of them tells the whole window")
                    .isEqualTo(Duration.ofHours(1));
        }

        /** More fields and more entries do no harm; a field less, or one that means something else, would. */
        @Test
        void whatIsStoredToday_theReleaseReads() {
            Scene scene = scene();
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
                name = "phonelatch:challenge:of-" + notes.get("claim");
            }
            told.put(name, new Stored(notes, entry.endsAt()));
        });
        return told;
    }
}
