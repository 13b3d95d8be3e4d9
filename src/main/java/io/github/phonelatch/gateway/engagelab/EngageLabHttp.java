package io.github.phonelatch.gateway.engagelab;

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

/** One HTTP call at a time to the provider, each ending in a {@link Reply}. Knows no endpoint's meaning. */
final class EngageLabHttp implements AutoCloseable {
    /** The longest reply we read; EngageLab's own are below one KiB. */
    static final int LONGEST_REPLY = 64 * 1024;

    private static final MediaType JSON_TYPE = MediaType.get("application/json; charset=utf-8");
    /** Strict where leniency could be fooled: one meaning per key, and nothing behind the object. */
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

    EngageLabHttp(EngageLabOptions options, OkHttpClient client) {
        this.client = client;
        this.baseUrl = options.baseUrl();
        this.authorization = Credentials.basic(options.devKey(), options.devSecret(), StandardCharsets.UTF_8);
    }

    /** Retries, redirects and answers to a challenge are all off: one call is at most one request. */
    static OkHttpClient client(EngageLabOptions options, Trust trust) {
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
                .addNetworkInterceptor(EngageLabHttp::depart);
        trust.applyTo(builder);
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

    Reply post(String path, ObjectNode body, Duration timeout, Departure departure) {
        HttpUrl url = baseUrl.newBuilder().addPathSegments(path).build();
        return exchange(request(url, departure).post(new OneShotBody(body)).build(), timeout, departure);
    }

    /** @param lastSegment percent-encoded here */
    Reply get(String path, String lastSegment, Duration timeout, Departure departure) {
        HttpUrl url = baseUrl.newBuilder()
                .addPathSegments(path)
                .addPathSegment(lastSegment)
                .build();
        return exchange(request(url, departure).get().build(), timeout, departure);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
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

    private static Reply read(int status, byte[] bytes) {
        if (bytes.length == 0) {
            return new Reply.Unreadable(status, "an empty reply");
        }
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json instanceof ObjectNode object) {
                return new Reply.Answer(status, object);
            }
            return new Reply.Unreadable(status, "a reply that is no JSON object");
        } catch (JsonProcessingException e) {
            // Its message quotes the body.
            return new Reply.Unreadable(status, "a reply that is no JSON");
        } catch (IOException e) {
            return new Reply.Unreadable(status, "a reply in an unknown encoding");
        }
    }

    /** Quotes only exceptions that speak of hosts and certificates: others may quote the reply. */
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
