package io.github.phonelatch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.fakes.Released;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.rest.AskedNumbers.Asked;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.MovableClock;
import io.github.phonelatch.support.StoreException;
import io.github.phonelatch.support.TestKeys;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class AskedNumbersTest {
    private static final PhoneNumber NUMBER =
            PhoneNumber.parse("+447400100001", null).orElseThrow();
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final MovableClock clock = new MovableClock();
    private final FakeStore store;
    private final AskedNumbers numbers;
    private final Caller caller = CallerTest.caller(Optional.empty(), "session");

    AskedNumbersTest(FakeStore.Kind kind) {
        store = new FakeStore(kind, clock);
        numbers = new AskedNumbers(store, TestKeys.of("realm", "old"));
    }

    @ParameterizedTest
    @EnumSource(Freshness.class)
    void numberIsFound_withWhatWasKnownOfTheSignIn(Freshness freshness) {
        Asked asked = new Asked(NUMBER, freshness == Freshness.FRESH);
        numbers.remember(caller, "id", asked, LIFE);

        assertThat(numbers.find(caller, "id")).hasValue(asked);
    }

    enum Freshness {
        FRESH,
        OLD
    }

    /** Benin, Ivory Coast and Mexico changed their plans, and the last one is a number that no plan has. */
    @ParameterizedTest
    @ValueSource(strings = {"+22997123456", "+22507123456", "+5215512345678", "+449999999999"})
    void numberOfAnOlderPlan_isFoundAsItWasAskedFor(String e164) {
        Asked asked = new Asked(PhoneNumber.ofE164(e164).orElseThrow(), false);
        numbers.remember(caller, "id", asked, LIFE);

        assertThat(numbers.find(caller, "id")).hasValue(asked);
    }

    @Test
    void anotherChallengeOrSession_findsNothing() {
        numbers.remember(caller, "id", new Asked(NUMBER, true), LIFE);

        assertThat(numbers.find(caller, "other")).isEmpty();
        assertThat(numbers.find(CallerTest.caller(Optional.empty(), "other"), "id"))
                .isEmpty();
    }

    @Test
    void numberIsFound_afterTheRealmsKeyWasRotated() {
        numbers.remember(caller, "id", new Asked(NUMBER, true), LIFE);

        assertThat(new AskedNumbers(store, TestKeys.of("realm", "new", "old")).find(caller, "id"))
                .isPresent();
        assertThat(new AskedNumbers(store, TestKeys.of("realm", "new")).find(caller, "id"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.phonelatch.fakes.Released#all")
    void numberOfARelease_isFound_andIsStoredSoThatItFindsIt(Released release) {
        JsonNode released = release.json("asked-number.json");
        Map<String, String> notes = new HashMap<>();
        released.get("notes")
                .properties()
                .forEach(note -> notes.put(note.getKey(), note.getValue().asText()));
        String key = released.get("key").asText();
        numbers.remember(caller, "id", new Asked(NUMBER, true), LIFE);

        // What is sealed is another text each time; the fields, and who may open them, are those of the release.
        assertThat(store.stored().get(key).notes())
                .containsKeys(notes.keySet().toArray(String[]::new))
                .containsEntry("v", notes.get("v"));
        store.run(entries -> entries.remove(key));
        assertThat(numbers.find(caller, "id")).isEmpty();
        store.restore(Map.of(key, new FakeStore.Stored(notes, clock.instant().plus(LIFE))));
        assertThat(numbers.find(caller, "id")).hasValue(new Asked(NUMBER, true));
    }

    @Test
    void nothingOfTheNumberOrOfWhoAsked_canBeRead() {
        numbers.remember(caller, "id", new Asked(NUMBER, true), LIFE);

        String stored = store.stored().toString();
        for (int i = 0; i + 5 <= NUMBER.e164().length(); i++) {
            assertThat(stored).doesNotContain(NUMBER.e164().substring(i, i + 5));
        }
        assertThat(stored).doesNotContain("user").doesNotContain("session").doesNotContain("ayReplace");
    }

    @Test
    void sameNumberTwice_isStoredDifferently() {
        numbers.remember(caller, "id", new Asked(NUMBER, true), LIFE);
        String first = sealed(caller);
        numbers.remember(caller, "id", new Asked(NUMBER, true), LIFE);

        assertThat(sealed(caller)).isNotEqualTo(first);
    }

    @Test
    void recordOfWhichAnyByteIsAnother_countsAsAbsent() {
        numbers.remember(caller, "id", new Asked(NUMBER, true), LIFE);
        byte[] bytes = Base64.getUrlDecoder().decode(sealed(caller));

        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            store(caller, "id", Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
            assertThat(numbers.find(caller, "id")).as("byte %d", i).isEmpty();
        }
        for (String none : List.of("", "A", "no base64!", "AAAAAAAAAAAAAAAA", NUMBER.e164())) {
            store(caller, "id", none);
            assertThat(numbers.find(caller, "id")).as(none).isEmpty();
        }
        store(caller, "id", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        assertThat(numbers.find(caller, "id")).isPresent();
    }

    /** Whoever writes to the store can put a record where another one belongs: it does not open there. */
    @Test
    void recordOfAnotherChallengePersonClientOrSession_countsAsAbsent() {
        numbers.remember(caller, "id", new Asked(NUMBER, true), LIFE);
        String sealed = sealed(caller);

        for (Caller other : List.of(
                caller("other", "app", "session"),
                caller("user", "other", "session"),
                caller("user", "app", "other"),
                caller("userapp", "", "session"))) {
            store(other, "id", sealed);
            assertThat(numbers.find(other, "id")).as("%s", other.userId()).isEmpty();
        }
        store(caller, "another", sealed);
        assertThat(numbers.find(caller, "another")).isEmpty();
        store(caller, "id", sealed);
        assertThat(numbers.find(caller, "id")).isPresent();
    }

    /** Makes this the one record there is, under the name at which that caller's would lie. */
    private void store(Caller asking, String challengeId, String sealed) {
        store.stored().keySet().forEach(key -> store.run(entries -> entries.remove(key)));
        numbers.remember(asking, challengeId, new Asked(NUMBER, false), LIFE);
        store.stored()
                .forEach((key, own) -> store.restore(Map.of(
                        key, new FakeStore.Stored(Map.of("v", own.notes().get("v"), "sealed", sealed), own.endsAt()))));
    }

    private String sealed(Caller asking) {
        assertThat(numbers.find(asking, "id")).isPresent();
        return store.stored().values().iterator().next().notes().get("sealed");
    }

    private static Caller caller(String user, String client, String session) {
        Caller any = CallerTest.caller(Optional.empty(), session);
        return new Caller(
                user,
                client,
                any.signIn(),
                any.held(),
                any.verified(),
                any.known(),
                any.locale(),
                any.settings(),
                any.challenges());
    }

    /** The application is told, and asks again: under the same name lies then what it asked for. */
    @ParameterizedTest
    @EnumSource(FakeStore.Fault.class)
    void storeThatFails_isTold_andTheNextCallFindsWhatWasAsked(FakeStore.Fault fault) {
        Asked asked = new Asked(NUMBER, true);
        for (int call = 0; ; call++) {
            store.faultAt(call, fault, () -> clock.pass(Duration.ofSeconds(30)));
            boolean told = fails(() -> numbers.remember(caller, "id", asked, LIFE))
                    || fails(() -> assertThat(numbers.find(caller, "id")).hasValue(asked));
            boolean failed = store.failed();
            store.healthy();
            if (!failed) {
                assertThat(call).isGreaterThan(2);
                return;
            }
            assertThat(told).as("call " + call).isEqualTo(fault != FakeStore.Fault.SLOW);
            numbers.remember(caller, "id", asked, LIFE);
            assertThat(numbers.find(caller, "id")).hasValue(asked);
        }
    }

    private static boolean fails(Runnable work) {
        try {
            work.run();
            return false;
        } catch (StoreException e) {
            return true;
        }
    }

    /** So that whoever comes late is told that the code has ended, and nothing is kept for long. */
    @Test
    void number_outlivesItsCodeByTenMinutes() {
        numbers.remember(caller, "id", new Asked(NUMBER, true), LIFE);

        clock.pass(LIFE.plusMinutes(10).minusSeconds(1));
        assertThat(numbers.find(caller, "id")).isPresent();
        clock.pass(Duration.ofSeconds(1));
        assertThat(numbers.find(caller, "id")).isEmpty();
    }
}
