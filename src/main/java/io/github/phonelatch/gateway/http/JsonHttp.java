package io.github.phonelatch.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.support.Version;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;

/** Asks the provider over HTTP. Each question ends in a {@link Reply}. Knows no endpoint's meaning. */
public final class JsonHttp implements AutoCloseable {
    /** The longest reply that is read, in bytes. Replies of providers are far below one KiB. */
    public static final int LONGEST_REPLY = 64 * 1024;

    private static final MediaType JSON_TYPE = MediaType.get("application/json; charset=utf-8");
    /** Strict, because leniency could be fooled: one meaning per key, and nothing behind the object. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /**
     * Short, because a connection that a firewall dropped silently costs a whole call timeout and leaves a send whose
     * outcome nobody knows.
     */
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

    private final OkHttpClient client;
    private final HttpUrl baseUrl;
    private final String authorization;
    private final ErrorTable errors;

    /**
     * Knows where to ask, and asks nothing yet.
     *
     * @param client from {@link #client}
     */
    public JsonHttp(HttpAccess access, ErrorTable errors, OkHttpClient client) {
        this.client = client;
        this.baseUrl = access.http().baseUrl();
        this.authorization = access.authorization();
        this.errors = errors;
    }

    /** The value of {@code Authorization} for HTTP's basic authentication. */
    public static String basic(String user, String password) {
        return Credentials.basic(user, password, StandardCharsets.UTF_8);
    }

    /** Retries, redirects and answers to a challenge are all off, so that one call is at most one request. */
    public static OkHttpClient client(HttpOptions options, Trust trust) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .connectTimeout(options.connectTimeout())
                // The call's own timeout, set per call, covers these.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .connectionPool(new ConnectionPool(
                        options.maxConcurrentCalls(), IDLE_CONNECTION.toMillis(), TimeUnit.MILLISECONDS))
                .connectionSpecs(
                        List.of(options.baseUrl().isHttps() ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .proxy(Proxy.NO_PROXY)
                .addNetworkInterceptor(JsonHttp::depart);
        trust.applyTo(builder, options.provider().name());
        if (options.baseUrl().isHttps()) {
            options.proxy().ifPresent(proxy -> {
                builder.proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())));
                proxy.credentials()
                        .ifPresent(credentials -> builder.proxyAuthenticator(
                                (route, response) -> response.request().header("Proxy-Authorization") != null
                                        ? null
                                        : response.request()
                                                .newBuilder()
                                                .header("Proxy-Authorization", credentials)
                                                .build()));
            });
        }
        return builder.build();
    }

    /**
     * Asks, and blocks until there is a reply or the time is over.
     *
     * @param departure of this question, so that it can be abandoned before it is written
     */
    Reply ask(Question question, Duration timeout, Departure departure) {
        HttpUrl.Builder url = baseUrl.newBuilder().addPathSegments(question.path());
        String lastSegment = question.lastSegment();
        if (lastSegment != null) {
            url.addPathSegment(lastSegment);
        }
        Request.Builder request = request(url.build(), departure);
        ObjectNode body = question.body();
        return exchange(
                (body == null ? request.get() : request.post(new OneShotBody(body))).build(), timeout, departure);
    }

    /** Cuts what is under way. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private Request.Builder request(HttpUrl url, Departure departure) {
        return new Request.Builder()
                .url(url)
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .header("User-Agent", "Phonelatch/" + Version.version())
                .tag(Departure.class, departure);
    }

    private Reply exchange(Request request, Duration timeout, Departure departure) {
        Call call = client.newCall(request);
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try (Response response = call.execute()) {
            BufferedSource source = response.body().source();
            if (source.request(LONGEST_REPLY + 1L)) {
                return new Reply.Unreadable(response.code(), "a reply of more than " + LONGEST_REPLY + " bytes");
            }
            return read(response.code(), source.readByteArray());
        } catch (IOException e) {
            boolean timedOut = e instanceof InterruptedIOException;
            return new Reply.Broken(departure.hasLeft(), timedOut, reason(e, timeout, departure.hasLeft()));
        }
    }

    private Reply read(int status, byte[] bytes) {
        if (bytes.length == 0) {
            return new Reply.Unreadable(status, "an empty reply");
        }
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json instanceof ObjectNode object) {
                return new Reply.Answer(status, object, Reply.isSuccess(status) && !errors.isError(object));
            }
            return new Reply.Unreadable(status, "a reply that is no JSON object");
        } catch (JsonProcessingException e) {
            // Its message quotes the body.
            return new Reply.Unreadable(status, "a reply that is no JSON");
        } catch (IOException e) {
            return new Reply.Unreadable(status, "a reply in an unknown encoding");
        }
    }

    /** Quotes only exceptions that speak of hosts and certificates, because others may quote the reply. */
    private static String reason(IOException e, Duration timeout, boolean left) {
        if (e instanceof InterruptedIOException) {
            return (left ? "no complete reply" : "no connection") + " within " + timeout.toMillis() + " ms";
        }
        if (e instanceof UnknownHostException) {
            return "the host name was not found (" + LogText.oneLineWithDigits(e.getMessage()) + ")";
        }
        if (e instanceof ConnectException) {
            return "there was no connection (" + LogText.oneLineWithDigits(e.getMessage()) + ")";
        }
        if (e instanceof SSLException) {
            return "TLS failed (" + LogText.oneLine(e.getMessage(), List.of()) + ")";
        }
        return (left ? "the connection broke after" : "the connection broke before") + " the request was written ("
                + e.getClass().getSimpleName() + ")";
    }

    /** Runs when there is a connection and before the first byte of the request. */
    private static Response depart(Interceptor.Chain chain) throws IOException {
        Departure departure = chain.request().tag(Departure.class);
        if (departure != null && !departure.leave()) {
            throw new IOException("abandoned before it was written");
        }
        return chain.proceed(chain.request());
    }

    /** One shot, because OkHttp repeats any other request by itself after "503, Retry-After: 0". */
    private static final class OneShotBody extends RequestBody {
        private final byte[] bytes;

        private OneShotBody(ObjectNode json) {
            this.bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public MediaType contentType() {
            return JSON_TYPE;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
