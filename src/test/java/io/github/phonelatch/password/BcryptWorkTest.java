package io.github.phonelatch.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * What a refusal costs in processor time, which a busy machine does not stretch as it does a clock's. A hash of this cost takes
 * a hundred times what everything else here does.
 */
class BcryptWorkTest {
    private static final int COST = 10;
    private static final String HASH = "$2y$10$XajjQvNhvvRt5GSeFk1xFeyrYsydMoHjjn.of7OAhSf6q5d.iyOaa";
    private static final String HASH_OF_A = "$2b$04$XajjQvNhvvRt5GSeFk1xFeE6V5emWVi4ewiFJVxjXKcjzBSbnc3/W";
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private static final BcryptHashing HASHING = new BcryptHashing(iterations -> iterations, () -> COST);

    private static long oneHash;

    @BeforeAll
    static void measure() {
        // The least of several, once the JIT has done its part.
        oneHash = IntStream.range(0, 10)
                .mapToLong(i -> work(() -> BcryptHash.of(new BcryptPassword("an ordinary one"), COST)))
                .min()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void wrongPassword_costsAHash_whateverWasTyped(String password) {
        assertThat(refusal(password, HASH)).isGreaterThan(oneHash / 2);
    }

    static Stream<String> passwords() {
        return Stream.of(
                "an ordinary one",
                "a\0b",
                "\0",
                "school-2019\0",
                "school-2019\0school-2019",
                "",
                "x".repeat(73),
                "x".repeat(100_000),
                "x".repeat(71) + "é",
                "\uD83D",
                "\uFFFD\uFFFE",
                "\uDD11\uD83D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no hash at all",
                "$2b$31$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq",
                "$2x$04$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq",
                "$2b$04$N9qo8uLOickgx2ZMRZoMye9COBKs",
                HASH_OF_A
            })
    void wrongPassword_costsAHashOfThePolicy_whateverIsStored(String stored) {
        assertThat(refusal("an ordinary one", stored)).isGreaterThan(oneHash / 2);
        assertThat(refusal("a\0b", stored)).isGreaterThan(oneHash / 2);
    }

    @Test
    void wrongPassword_costsNoMoreThanAHash() {
        assertThat(refusal("an ordinary one", HASH)).isLessThan(oneHash * 2);
        assertThat(refusal("a\0b", HASH)).isLessThan(oneHash * 2);
        assertThat(refusal("an ordinary one", HASH_OF_A)).isLessThan(oneHash * 2);
    }

    /** A refusal may be slow, but nobody has to wait who typed the right one. */
    @Test
    void rightPassword_costsWhatItsOwnHashDoes() {
        PasswordCredentialModel cheap = stored(HASH_OF_A);

        assertThat(least(() -> assertThat(HASHING.verify("a", cheap)).isTrue())).isLessThan(oneHash / 2);
    }

    private static long refusal(String password, String stored) {
        PasswordCredentialModel credential = stored(stored);
        return least(() -> assertThat(HASHING.verify(password, credential)).isFalse());
    }

    /** The least of several: what loading a class or collecting garbage adds now and then is no work of the password's. */
    private static long least(Runnable job) {
        return IntStream.range(0, 3).mapToLong(i -> work(job)).min().orElseThrow();
    }

    private static long work(Runnable job) {
        long start = CLOCK.getCurrentThreadCpuTime();
        job.run();
        return CLOCK.getCurrentThreadCpuTime() - start;
    }

    private static PasswordCredentialModel stored(String hash) {
        return PasswordCredentialModel.createFromValues("bcrypt", new byte[0], COST, hash);
    }
}
