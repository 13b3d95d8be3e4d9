package io.github.phonelatch.gateway;

import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What becomes of a bug in a gateway: one line in the log and a failure, because no method of a gateway throws. */
public final class Unexpected {
    private static final Logger LOG = Logger.getLogger(Unexpected.class);
    private static final int FRAMES = 4;

    private Unexpected() {}

    /**
     * Logs where the bug is. Leaves its message out, because nobody knows what it quotes.
     *
     * @param call which call it was, as the log begins its line, such as {@code Send}
     */
    public static GatewayFailure failure(String call, Throwable bug) {
        StringBuilder where = new StringBuilder();
        Stream.of(bug.getStackTrace())
                .limit(FRAMES)
                .forEach(frame -> where.append(" at ").append(frame));
        LOG.errorf(
                "%s failed unexpectedly, please report this: %s%s",
                call, bug.getClass().getName(), where);
        return new GatewayFailure(
                GatewayFailure.Kind.UNAVAILABLE,
                null,
                "unexpected " + bug.getClass().getSimpleName());
    }
}
