package io.github.phonelatch.it.outage;

import java.time.Duration;
import java.util.List;

/**
 * What was seen of one outage.
 *
 * @param during how long sign-ins without a code took in it
 * @param well how long the same sign-ins took in the same seconds on a server whose provider is well
 * @param pages how long pages that need a code took to answer
 * @param replies how long the endpoints took
 * @param wrong what must not have happened, in words
 * @param strangeWaits threads that waited in our code for something that no page with a code asked for
 * @param pagesWaiting how many threads were seen to wait for the provider on behalf of such a page
 * @param heapGrowth bytes in use after it less those before it
 * @param threadsGrowth the same of threads, without those of the two bounded pools
 * @param gatewayThreads the most that were seen at a time
 * @param recovery from the provider's to the first sign-in with a code
 * @param lateCodes how many codes were right whose page had stopped waiting for their message
 */
record Timeline(
        ProviderFault fault,
        List<Duration> during,
        List<Duration> well,
        List<Duration> pages,
        List<Duration> replies,
        List<String> wrong,
        List<String> strangeWaits,
        int dumps,
        long pagesWaiting,
        long heapGrowth,
        long threadsGrowth,
        long gatewayThreads,
        Duration recovery,
        int lateCodes) {

    static Duration median(List<Duration> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    static Duration slowest(List<Duration> times) {
        return times.stream().max(Duration::compareTo).orElseThrow();
    }

    /** How much longer than usual the machine let somebody wait who had nothing to do with the provider. */
    Duration jitter() {
        Duration more = slowest(during).minus(median(well));
        return more.isNegative() ? Duration.ZERO : more;
    }

    @Override
    public String toString() {
        return ("%s: sign-ins without a code, median of %d: %d ms, beside it on a well server %d ms (ratio %.2f), slowest %d ms; "
                        + "pages with a code, median of %d: %d ms, slowest %d ms; endpoints, median of %d: %d ms, slowest"
                        + " %d ms; %d thread dumps, %d waits for the provider, %d others; heap %+d KiB, threads %+d,"
                        + " gateway threads %d at most; code sign-in again after %.1f s; late codes used: %d")
                .formatted(
                        fault,
                        during.size(),
                        median(during).toMillis(),
                        median(well).toMillis(),
                        (double) median(during).toNanos() / median(well).toNanos(),
                        slowest(during).toMillis(),
                        pages.size(),
                        median(pages).toMillis(),
                        slowest(pages).toMillis(),
                        replies.size(),
                        median(replies).toMillis(),
                        slowest(replies).toMillis(),
                        dumps,
                        pagesWaiting,
                        strangeWaits.size(),
                        heapGrowth / 1024,
                        threadsGrowth,
                        gatewayThreads,
                        recovery.toMillis() / 1000.0,
                        lateCodes);
    }
}
