package io.github.phonelatch.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine that nobody listens on now. */
public final class Ports {
    /** JGroups also listens 50000 above the port it is given, for whoever watches whether the node is alive. */
    private static final int WATCHED_ABOVE = 50000;

    private static final int FIRST_FOR_JGROUPS = 9000;
    private static final int LAST_FOR_JGROUPS = 15000;
    private static final int ATTEMPTS = 100;

    private Ports() {}

    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freeForJGroups() {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, FIRST_FOR_JGROUPS, LAST_FOR_JGROUPS)
                .filter(port -> isFree(port) && isFree(port + WATCHED_ABOVE))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free port for JGroups in " + ATTEMPTS + " attempts"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
