package io.github.phonelatch.anonymous;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.ChallengeFixture;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.RequestSource;
import io.github.phonelatch.challenge.Requester;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * Anonymous requests have codes sent to very many random numbers, all within a thousand seconds, with every limit at its
 * default. The data kept of them, in the store that all nodes share and on this node, is bounded by the limits and not by the
 * number of requests, and ends by itself. The store is a fake that keeps what Keycloak's would. It is an IT because it takes its
 * time: with {@code -Danonymous.numbers=1000000} some 40 s.
 */
class BoundedStateIT {
    private static final int EVERY = 25_000;
    private static final int NUMBERS = Integer.getInteger("anonymous.numbers", 200_000);
    private static final Duration BETWEEN_TWO = Duration.ofSeconds(1000).dividedBy(NUMBERS);
    private static final int MEGABYTE = 1_000_000;

    private final ChallengeFixture scene =
            new ChallengeFixture(FakeStore.Kind.INFINISPAN).withWideLimits().withImpatience();
    private final Random random = new Random(26);
    private int fresh;
    private long most;
    private long left;

    @Test
    void numbersFromOneAddress_leaveWhatOneAddressMayUse() {
        request(100_000, i -> "203.0.113.9");

        assertThat(fresh).isEqualTo(60);
        assertThat(most).isLessThan(5 * MEGABYTE);
        assertEnds();
    }

    /** From as many addresses: of twenty thousand something is kept, for as long as their codes live, and then their counts. */
    @Test
    void numbersFromAsManyAddresses_leaveWhatTheRealmMayUse() {
        request(
                NUMBERS,
                i -> "2001:db8:" + Integer.toHexString(i >> 16) + ":" + Integer.toHexString(i & 0xffff) + "::1");

        assertThat(fresh).isEqualTo(20_000);
        assertThat(left).as("after them").isLessThan(50 * MEGABYTE);
        assertThat(most / fresh).as("bytes for a message, while its code lives").isLessThan(8_000);
        assertEnds();
    }

    private void request(int numbers, IntFunction<String> addresses) {
        long before = heap();
        int entries = 0;
        for (int i = 1; i <= numbers; i++) {
            fresh += request(addresses.apply(i)) instanceof RequestResult.Issued issued
                            && issued.challenge().fresh()
                    ? 1
                    : 0;
            scene.clock().pass(BETWEEN_TWO);
            if (i == EVERY || i == numbers) {
                scene.store().sweep();
                entries = Math.max(entries, scene.store().size());
                left = heap() - before;
                most = Math.max(most, left);
            }
        }
        System.out.printf(
                "%d random numbers: %d messages, at most %d entries; the heap grew by %.1f MB at most and by %.1f MB after all%n",
                numbers, fresh, entries, (double) most / MEGABYTE, (double) left / MEGABYTE);
    }

    /** A sign-in by phone, with its hidden half: of a random number that is nobody's. */
    private RequestResult request(String address) {
        PhoneNumber number;
        do {
            number = PhoneNumber.parse("+447" + (400_000_000 + random.nextInt(600_000_000)), null)
                    .orElse(null);
        } while (number == null);
        String subject = "number/" + number.e164();
        CodeRequest hidden = ChallengeFixture.request(subject, number, "tab", Requester.ANONYMOUS_ACCOUNT);
        DecoyGateway gateway = new DecoyGateway(
                scene.gateway(),
                () -> AccountCode.of(
                        hidden,
                        Optional.empty(),
                        scene.gateway(),
                        watched -> scene.core(watched, RequestSource.hidden(true, false))),
                (late, result) -> {},
                scene.templates());
        return scene.core(gateway, RequestSource.typed(address, true))
                .request(ChallengeFixture.request(subject, number, "tab", Requester.ANONYMOUS_INPUT), Optional.empty());
    }

    private void assertEnds() {
        assertThat(scene.keptByTheNode()).isLessThanOrEqualTo(30_000);
        assertThat(scene.sends()).isZero();
        scene.clock().pass(Duration.ofHours(24));
        scene.store().sweep();
        assertThat(scene.store().keys()).isEmpty();
    }

    /** What is in use once everything that nobody needs is gone. */
    private static long heap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
