package io.github.phonelatch.tools.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Calls a simulator over HTTP as the provider's customer would, with another client than the extension's. */
final class Caller {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Status, body and headers, with the body read as JSON where it is. */
    record Reply(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body.length() + " characters", e);
            }
        }

        int code() {
            return json().path("code").asInt();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private String authorization = basic("demo-key", "demo-secret");
    private Duration timeout = Duration.ofSeconds(20);

    Caller(Simulator simulator) {
        this.base = simulator.uri();
    }

    static String basic(String key, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((key + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    Caller as(String newAuthorization) {
        authorization = newAuthorization;
        return this;
    }

    Caller waitingAtMost(Duration duration) {
        timeout = duration;
        return this;
    }

    Reply send(String to, String templateId) throws IOException, InterruptedException {
        return post("/v1/messages", "{\"to\":\"" + to + "\",\"template\":{\"id\":\"" + templateId + "\"}}");
    }

    String sendAccepted(String to, String templateId) throws IOException, InterruptedException {
        Reply reply = send(to, templateId);
        if (reply.status() != 200) {
            throw new AssertionError("not accepted: " + reply.status());
        }
        return reply.json().get("message_id").textValue();
    }

    Reply verify(String messageId, String code) throws IOException, InterruptedException {
        return post("/v1/verifications", "{\"message_id\":\"" + messageId + "\",\"verify_code\":\"" + code + "\"}");
    }

    Reply post(String path, String json) throws IOException, InterruptedException {
        return call("POST", path, json, "application/json");
    }

    Reply get(String path) throws IOException, InterruptedException {
        return call("GET", path, "", "");
    }

    Reply call(String method, String path, String body, String contentType, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(timeout)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), response);
    }
}
