package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.StorableNumbers;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.MovableClock;
import io.github.phonelatch.support.TestKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A directory that nobody writes names {@link ChallengeFixture#OTHER_MOBILE}. */
class DirectoryRuleTest {
    private final MovableClock clock = new MovableClock();
    private final FakeStore store = new FakeStore(FakeStore.Kind.INFINISPAN, clock);
    private final Map<String, String> settings = new HashMap<>(Map.of("sends-per-hour", "3"));
    private final AtomicInteger read = new AtomicInteger();
    private String written = "07400 123457";

    @Test
    void otherNumber_isRefused_andTheDirectorysIsNot() {
        assertThat(refusal(MOBILE)).contains(Problem.NUMBER_NOT_IN_DIRECTORY);
        assertThat(refusal(OTHER_MOBILE)).isEmpty();
    }

    @Test
    void directoryThatNamesNone_refusesNothing() {
        written = "see secretary";

        assertThat(refusal(MOBILE)).isEmpty();
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void asManyRefusalsAsMessages_thenTheDirectorysNumberToo_untilAnHourIsOver() {
        for (int i = 0; i < 3; i++) {
            assertThat(refusal(MOBILE)).contains(Problem.NUMBER_NOT_IN_DIRECTORY);
        }

        assertThat(refusal(MOBILE)).contains(Problem.TOO_MANY_SENDS);
        assertThat(refusal(OTHER_MOBILE)).contains(Problem.TOO_MANY_SENDS);
        assertThat(refusal("another", MOBILE, Requester.ENROLLEE)).contains(Problem.NUMBER_NOT_IN_DIRECTORY);

        clock.pass(Duration.ofMinutes(61));
        assertThat(refusal(OTHER_MOBILE)).isEmpty();
    }

    @Test
    void directorysNumber_isNoRefusal_howeverOftenItIsAskedFor() {
        for (int i = 0; i < 10; i++) {
            assertThat(refusal(OTHER_MOBILE)).isEmpty();
        }
    }

    @Test
    void limitOfZero_isOff() {
        settings.put("sends-per-hour", "0");

        for (int i = 0; i < 10; i++) {
            assertThat(refusal(MOBILE)).contains(Problem.NUMBER_NOT_IN_DIRECTORY);
        }
        assertThat(refusal(OTHER_MOBILE)).isEmpty();
    }

    /** Whoever holds a number is asked for codes to it, and an anonymous requester stores nothing. */
    @ParameterizedTest
    @CsvSource({"OWNER, VERIFY_PHONE", "OWNER, SIGN_IN", "ANONYMOUS_ACCOUNT, SIGN_IN"})
    void nothingToStore_isNotLookedAt(Requester requester, Purpose purpose) {
        CodeRequest request = new CodeRequest("alice", "app", MOBILE, purpose, "tab", requester, "");

        assertThat(rule().refusal(request)).isEmpty();
        assertThat(read).hasValue(0);
    }

    @Test
    void counts_holdNoNumber() {
        refusal(MOBILE);

        assertThat(store.keys()).hasSize(1).noneMatch(key -> key.contains("7400"));
    }

    private Optional<Problem> refusal(PhoneNumber number) {
        return refusal("alice", number, Requester.ENROLLEE);
    }

    private Optional<Problem> refusal(String user, PhoneNumber number, Requester requester) {
        return rule().refusal(new CodeRequest(user, "app", number, Purpose.VERIFY_PHONE, "tab", requester, ""))
                .map(Refusal::problem);
    }

    private DirectoryRule rule() {
        FakeRealm realm = new FakeRealm("school")
                .component(
                        "ldap-1",
                        "school",
                        "org.keycloak.storage.UserStorageProvider",
                        "ldap",
                        Map.of("editMode", "READ_ONLY"));
        FakeUser user = new FakeUser("alice").ofDirectory("ldap-1").attribute("phoneNumber", written);
        settings.put("default-country", "GB");
        settings.put("allowed-countries", "GB");
        return new DirectoryRule(store, TestKeys.of("school", "first"), Settings.of(settings), "school", () -> {
            read.incrementAndGet();
            return StorableNumbers.of(realm.model(), user.model(), Settings.of(settings));
        });
    }
}
