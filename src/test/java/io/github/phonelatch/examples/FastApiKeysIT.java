package io.github.phonelatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** How the FastAPI example gets a realm's keys where the realm, played by the test, does not do as it should. */
@EnabledIf("io.github.phonelatch.examples.FastApiExampleIT#pythonIsThere")
class FastApiKeysIT {
    private static final String KID = "the-realms";
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final RealmKey KEY = RealmKey.any();

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer realm;
    private URI issuer;
    private FastApiExample api;
    private volatile String keys = published(KID);
    private volatile boolean silent;

    @BeforeEach
    void start() throws IOException {
        realm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        realm.setExecutor(threads);
        realm.createContext("/protocol/openid-connect/certs", this::answer);
        realm.start();
        issuer = URI.create("http://localhost:" + realm.getAddress().getPort());
        api = FastApiExample.start(FastApiExample.python().orElseThrow(), issuer, List.of());
    }

    @AfterEach
    void stop() {
        over.countDown();
        api.close();
        realm.stop(0);
        threads.shutdownNow();
    }

    @Test
    void tokensThatNameUnknownKeys_doNotHaveTheRealmAskedEachTime() {
        assertThat(status(KID)).isEqualTo(200);
        Instant began = Instant.now();
        for (int i = 0; i < 20; i++) {
            assertThat(status("nobodys-" + i)).isEqualTo(401);
        }
        long pauses = Duration.between(began, Instant.now()).dividedBy(PAUSE);
        assertThat((long) asked.get()).isLessThanOrEqualTo(2 + pauses);
        assertThat(status(KID)).isEqualTo(200);
    }

    @Test
    void newKey_isBelievedSoon() {
        assertThat(status(KID)).isEqualTo(200);
        keys = published("newer");
        Await.until("the new key to be believed", () -> status("newer") == 200);
        assertThat(status(KID)).isEqualTo(401);
    }

    @Test
    void answerThatHoldsNoKeys_is503_untilThereAreSome() {
        String good = keys;
        for (String bad : List.of("<html>Be right back</html>", "[]")) {
            keys = bad;
            int before = asked.get();
            Await.until("the realm to be asked", () -> status(KID) == 503 && asked.get() > before);
        }
        keys = good;
        Await.until("the keys to be there", () -> status(KID) == 200);

        keys = "{}";
        int before = asked.get();
        Await.until("the realm to be asked", () -> status("nobodys") == 503 && asked.get() > before);
        assertThat(status(KID)).as("what is known still counts").isEqualTo(200);
    }

    @Test
    void realmThatDoesNotAnswer_is503InSeconds() {
        silent = true;
        assertThat(status(KID)).isEqualTo(503);
    }

    private static String published(String kid) {
        ObjectNode keys = Json.object();
        keys.putArray("keys").add(KEY.published(kid));
        return keys.toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            if (silent) {
                over.await(2, TimeUnit.MINUTES);
                return;
            }
            byte[] body = keys.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a call with a good token that names this key; the client gives up after a minute. */
    private int status(String kid) {
        return Http.send(
                        Http.request(URI.create(api.uri() + "/api/me")).header("Authorization", "Bearer " + token(kid)))
                .statusCode();
    }

    private String token(String kid) {
        long now = Instant.now().getEpochSecond();
        ObjectNode header = Json.object().put("alg", "RS256").put("kid", kid);
        ObjectNode claims = Json.object()
                .put("iss", issuer.toString())
                .put("aud", "school-api")
                .put("sub", "somebody")
                .put("iat", now)
                .put("exp", now + 300);
        return KEY.sign(encoded(header) + "." + encoded(claims) + ".", unchanged -> {});
    }

    private static String encoded(ObjectNode part) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(part.toString().getBytes(StandardCharsets.UTF_8));
    }
}
