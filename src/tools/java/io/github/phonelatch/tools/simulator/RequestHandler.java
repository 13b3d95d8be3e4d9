package io.github.phonelatch.tools.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads requests, writes answers. A late or missing answer holds its connection but no thread. */
final class RequestHandler implements HttpHandler {
    /** The longest body a request may have, in bytes. */
    private static final int BODY_LIMIT = 65_536;

    private static final int SILENT_AT_MOST = 1000;

    private static final Logger LOG = System.getLogger(RequestHandler.class.getName());

    private final Provider provider;
    private final ProviderApi providerApi;
    private final ControlApi controlApi;
    private final PageFiles pageFiles = new PageFiles();
    private final OwnNames ownNames;
    private final Executor workers;
    private final ScheduledExecutorService timer;
    private final Consumer<String> log;
    private final Deque<HttpExchange> silent;

    /**
     * @param ownNames to which it answers
     * @param smtp where mails are taken, if they are
     * @param silent where connections wait that get no answer
     * @param log takes one line for each request, without codes and full numbers
     */
    RequestHandler(
            Provider provider,
            OwnNames ownNames,
            Optional<InetSocketAddress> smtp,
            Executor workers,
            ScheduledExecutorService timer,
            Deque<HttpExchange> silent,
            Consumer<String> log) {
        this.provider = provider;
        this.ownNames = ownNames;
        this.providerApi = new ProviderApi(provider);
        this.controlApi = new ControlApi(provider, smtp);
        this.workers = workers;
        this.timer = timer;
        this.silent = silent;
        this.log = log;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        long scriptsEnded = provider.timesScriptsEnded();
        byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
        Answer answer = answer(exchange, body);
        log.accept(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath() + " "
                + (answer.kind() == Answer.Kind.REPLY
                        ? Integer.toString(answer.status())
                        : answer.kind().name()));
        if (answer.delay().isZero()) {
            gather(exchange, answer, scriptsEnded);
        } else {
            later(answer.delay(), () -> workers.execute(() -> gather(exchange, answer, scriptsEnded)));
        }
    }

    private void gather(HttpExchange exchange, Answer answer, long scriptsEnded) {
        if (answer.gathering().isEmpty()) {
            finish(exchange, answer, scriptsEnded);
            return;
        }
        Gathering others = answer.gathering().get();
        Runnable goOn = () -> workers.execute(() -> finish(exchange, answer, scriptsEnded));
        others.hold(goOn);
        later(others.atMost(), () -> {
            if (others.giveUp(goOn)) {
                exchange.close();
            }
        });
    }

    private Answer answer(HttpExchange exchange, byte[] body) {
        if (!ownNames.contain(exchange.getRequestHeaders().getOrDefault("Host", List.of()))) {
            return OwnNames.refusal();
        }
        return body.length > BODY_LIMIT
                ? Answer.error(413, 3001, "the body is too long")
                : safely(request(exchange, body));
    }

    private void later(Duration delay, Runnable task) {
        Objects.requireNonNull(timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Answer safely(Request request) {
        try {
            return answer(request);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The simulator itself failed", e);
            return Answer.error(500, 1000, "internal error");
        }
    }

    private Answer answer(Request request) {
        String path = request.rawPath();
        if (path.startsWith(ProviderApi.ROOT)) {
            return providerApi.answer(request);
        }
        if (path.startsWith(ControlApi.ROOT)) {
            return controlApi.answer(request).with("Cache-Control", "no-store");
        }
        return pageFiles
                .at(request)
                .orElseGet(() -> Answer.of(404, "text/plain; charset=utf-8", "404 page not found\n"));
    }

    private static Request request(HttpExchange exchange, byte[] body) {
        URI uri = exchange.getRequestURI();
        return new Request(
                exchange.getRequestMethod(),
                orEmpty(uri.getRawPath()),
                orEmpty(uri.getRawQuery()),
                header(exchange, "Authorization"),
                header(exchange, "Content-Type"),
                header(exchange, "If-None-Match"),
                body);
    }

    private void finish(HttpExchange exchange, Answer answer, long scriptsEnded) {
        switch (answer.kind()) {
            case DROP -> exchange.close();
            case HANG -> keepSilent(exchange, scriptsEnded);
            case REPLY, BREAK_OFF -> reply(exchange, answer);
        }
    }

    private void keepSilent(HttpExchange exchange, long scriptsEnded) {
        silent.addLast(exchange);
        // Cleared between the answer and the line above, it would have been overlooked.
        if (provider.timesScriptsEnded() != scriptsEnded && silent.remove(exchange)) {
            exchange.close();
        }
        while (silent.size() > SILENT_AT_MOST) {
            HttpExchange oldest = silent.pollFirst();
            if (oldest != null) {
                oldest.close();
            }
        }
    }

    private void reply(HttpExchange exchange, Answer answer) {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        answer.headers().forEach(headers::set);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        try {
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                // Closed before all of it is written, the connection is cut.
                exchange.getResponseBody()
                        .write(bytes, 0, answer.kind() == Answer.Kind.BREAK_OFF ? bytes.length / 2 : bytes.length);
                exchange.getResponseBody().flush();
            }
        } catch (IOException callerHasGone) {
            log.accept("nobody waited for the answer");
        } finally {
            exchange.close();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return orEmpty(exchange.getRequestHeaders().getFirst(name));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
