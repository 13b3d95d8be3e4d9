package io.github.phonelatch.gateway.http;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a request has left this server. Either it leaves or it is abandoned, never both. That makes "nothing was asked" certain,
 * even while the call is still stuck in a name lookup on another thread.
 */
final class Departure {
    private enum State {
        WAITING,
        LEFT,
        ABANDONED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** Called before the first byte. Says whether it may be written. */
    boolean leave() {
        return state.compareAndSet(State.WAITING, State.LEFT) || hasLeft();
    }

    /** Says whether the request will certainly never leave. */
    boolean abandon() {
        return state.compareAndSet(State.WAITING, State.ABANDONED) || state.get() == State.ABANDONED;
    }

    boolean hasLeft() {
        return state.get() == State.LEFT;
    }
}
