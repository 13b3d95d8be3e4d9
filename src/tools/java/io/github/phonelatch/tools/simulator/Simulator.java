package io.github.phonelatch.tools.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running simulator of EngageLab OTP: for tests and demos, never for production.
 *
 * <p>The provider's calls are under {@link #uri}, the page that shows the phones is at {@link #page}. It takes mails too where
 * it is told to, see {@link #smtp}: what an identity server tells a person comes in both ways. Its threads are daemons, so it
 * does not keep a program alive.
 */
public final class Simulator implements AutoCloseable {
    /** Requests worked on at a time; more wait. Late and missing answers take none. */
    private static final int WORKERS = 128;

    /** Connections that may wait to be accepted: a burst of a load test must not be refused by the system. */
    private static final int BACKLOG = 1024;

    static {
        // Without it the JDK's server holds every small answer on a reused connection back for some 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final RequestHandler handler;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final Deque<HttpExchange> silent;
    private final Provider provider;
    private final @Nullable MailServer mailServer;
    private final URI uri;
    /** None while connections are refused. */
    private Optional<HttpServer> server;

    private Simulator(
            HttpServer server,
            RequestHandler handler,
            ExecutorService workers,
            ScheduledExecutorService timer,
            Deque<HttpExchange> silent,
            Provider provider,
            @Nullable MailServer mailServer,
            URI uri) {
        this.server = Optional.of(server);
        this.handler = handler;
        this.workers = workers;
        this.timer = timer;
        this.silent = silent;
        this.provider = provider;
        this.mailServer = mailServer;
        this.uri = uri;
    }

    /**
     * Starts one that answers as soon as this returns.
     *
     * @throws UncheckedIOException when it cannot listen there: a {@link java.net.BindException} where the port is taken, an
     *     {@link java.net.UnknownHostException} where no address has that name
     */
    public static Simulator start(SimulatorOptions options) {
        try {
            return start(options, line -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param log takes one line for each request, without codes and full numbers
     */
    static Simulator start(SimulatorOptions options, Consumer<String> log) throws IOException {
        InetAddress address = InetAddress.getByName(options.host());
        Deque<HttpExchange> silent = new ConcurrentLinkedDeque<>();
        Provider provider = new Provider(options, InstantSource.system(), () -> cut(silent));
        MailServer mailServer = options.mailPort().isPresent()
                ? MailServer.start(address, options.mailPort().getAsInt(), provider, log)
                : null;
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(address, options.port()), BACKLOG);
        } catch (IOException e) {
            if (mailServer != null) {
                mailServer.close();
            }
            throw e;
        }
        ExecutorService workers = workers();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(threads("simulator-timer-"));
        Optional<InetSocketAddress> smtp = Optional.ofNullable(mailServer).map(MailServer::address);
        RequestHandler handler = new RequestHandler(provider, new OwnNames(options), smtp, workers, timer, silent, log);
        open(server, handler, workers);
        return new Simulator(
                server,
                handler,
                workers,
                timer,
                silent,
                provider,
                mailServer,
                uri(address, server.getAddress().getPort()));
    }

    /** What a client has as its base URL, without a slash at the end. */
    public URI uri() {
        return uri;
    }

    /** The page for people. */
    public URI page() {
        return uri.resolve("/");
    }

    /** Where it takes mails, without TLS and credentials; empty where {@link SimulatorOptions} wants none. */
    public Optional<InetSocketAddress> smtp() {
        return Optional.ofNullable(mailServer).map(MailServer::address);
    }

    public SimulatorControl control() {
        return provider;
    }

    /** From now on its port is closed, as that of a provider that is not there; what is under way is cut. The page is gone too. */
    public synchronized void refuseConnections() {
        cut(silent);
        server.ifPresent(open -> open.stop(0));
        server = Optional.empty();
    }

    /** Ends that: it is there again, at the same address and as it was. */
    public synchronized void acceptConnections() {
        if (server.isPresent()) {
            return;
        }
        try {
            HttpServer again = HttpServer.create(new InetSocketAddress(uri.getHost(), uri.getPort()), BACKLOG);
            open(again, handler, workers);
            server = Optional.of(again);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts what is still open. */
    @Override
    public synchronized void close() {
        timer.shutdownNow();
        if (mailServer != null) {
            mailServer.close();
        }
        cut(silent);
        server.ifPresent(open -> open.stop(0));
        workers.shutdownNow();
    }

    private static void open(HttpServer server, RequestHandler handler, ExecutorService workers) {
        server.setExecutor(workers);
        server.createContext("/", handler);
        server.start();
    }

    private static void cut(Deque<HttpExchange> silent) {
        for (HttpExchange exchange = silent.pollFirst(); exchange != null; exchange = silent.pollFirst()) {
            exchange.close();
        }
    }

    private static ExecutorService workers() {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                WORKERS, WORKERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads("simulator-"));
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    private static ThreadFactory threads(String prefix) {
        AtomicInteger made = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The address to reach it from this machine, also when it listens on all addresses. */
    private static URI uri(InetAddress address, int port) {
        InetAddress reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        String host = reachable.getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }
}
