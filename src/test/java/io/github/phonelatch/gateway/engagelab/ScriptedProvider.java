package io.github.phonelatch.gateway.engagelab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.http.JsonHttp;
import io.github.phonelatch.gateway.http.Trust;
import io.github.phonelatch.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** A web server that answers what it is told to, and gateways that talk to it. */
final class ScriptedProvider implements AutoCloseable {
    static final String NUMBER = "+447400123456";
    static final String TEMPLATE = "login-otp";
    static final OtpMessage MESSAGE = new OtpMessage(NUMBER, TEMPLATE, "en-GB");
    static final String MESSAGE_ID = "1725407449772531712";
    static final String CODE = "667090";
    static final String SENT = "{\"message_id\":\"" + MESSAGE_ID + "\",\"send_channel\":\"sms\"}";
    static final String VERIFIED =
            "{\"message_id\":\"" + MESSAGE_ID + "\",\"verify_code\":\"" + CODE + "\",\"verified\":true}";

    final MockWebServer server = new MockWebServer();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<EngageLabGateway> gateways = new ArrayList<>();

    static ScriptedProvider started() throws IOException {
        ScriptedProvider provider = new ScriptedProvider();
        provider.server.start();
        return provider;
    }

    HttpUrl url() {
        return server.url("/");
    }

    EngageLabGateway gateway() {
        return gateway(options -> options);
    }

    EngageLabGateway gateway(UnaryOperator<TestOptions> change) {
        return gateway(change.apply(TestOptions.at(url())).build(), client -> client);
    }

    EngageLabGateway gateway(EngageLabOptions options, UnaryOperator<OkHttpClient> change) {
        EngageLabGateway gateway = TestOptions.gateway(
                options, change.apply(JsonHttp.client(options.http(), Trust.ofJvm())), Meters.in(meters));
        gateways.add(gateway);
        return gateway;
    }

    ScriptedProvider answers(int status, String body) {
        server.enqueue(new MockResponse.Builder().code(status).body(body).build());
        return this;
    }

    ScriptedProvider answers(MockResponse.Builder response) {
        server.enqueue(response.build());
        return this;
    }

    RecordedRequest request() throws InterruptedException {
        RecordedRequest request = server.takeRequest(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    static JsonNode json(RecordedRequest request) throws IOException {
        return new ObjectMapper().readTree(request.getBody().utf8());
    }

    static String error(int code) {
        return "{\"code\":" + code + ",\"message\":\"text of the provider\"}";
    }

    static SendResult await(java.util.concurrent.CompletionStage<SendResult> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        server.close();
        gateways.forEach(gateway -> gateway.calls().close());
    }
}
