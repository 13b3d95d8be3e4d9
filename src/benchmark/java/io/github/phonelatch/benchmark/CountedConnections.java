package io.github.phonelatch.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server and counts who connects to it; passes on what is said, byte by byte. */
final class CountedConnections implements AutoCloseable {
    private final ServerSocket listening;
    private final URI behind;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    });

    private CountedConnections(ServerSocket listening, URI behind) {
        this.listening = listening;
        this.behind = behind;
    }

    static CountedConnections to(URI server) throws IOException {
        CountedConnections relay =
                new CountedConnections(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), server);
        relay.threads.execute(relay::accept);
        return relay;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    int accepted() {
        return accepted.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = listening.accept();
                accepted.incrementAndGet();
                Socket server = new Socket(behind.getHost(), behind.getPort());
                for (Socket socket : new Socket[] {caller, server}) {
                    socket.setTcpNoDelay(true);
                    open.add(socket);
                }
                threads.execute(() -> pass(caller, server));
                threads.execute(() -> pass(server, caller));
            }
        } catch (IOException closed) {
            // By close(); what is open goes on until then.
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            // Either side may end it whenever it wants to.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
