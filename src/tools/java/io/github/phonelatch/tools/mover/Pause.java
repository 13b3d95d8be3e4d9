package io.github.phonelatch.tools.mover;

import java.time.Duration;

/** How it waits before it repeats a call. */
interface Pause {
    void pause(Duration time) throws InterruptedException;
}
