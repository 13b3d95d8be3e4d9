package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** A realm's endpoints for applications with screens of their own, called with one access token. */
public final class PhoneApi {
    private static final String PROBLEM = "urn:phonelatch:problem:";

    private final URI realm;
    private final String accessToken;

    PhoneApi(URI realm, String accessToken) {
        this.realm = realm;
        this.accessToken = accessToken;
    }

    /** {@code wrong-code} for {@code urn:phonelatch:problem:wrong-code}. */
    static String shortName(String type) {
        return type.replace(PROBLEM, "");
    }

    public record Reply(int status, HttpHeaders headers, JsonNode body) {
        public String contentType() {
            return headers.firstValue("Content-Type").orElse("");
        }

        /** The last part of the problem's type; empty where it is none. */
        public String problem() {
            return shortName(body.path("type").asText());
        }

        public String text(String field) {
            return body.path(field).asText();
        }

        public long retryAfter() {
            return headers.firstValueAsLong("Retry-After").orElse(-1);
        }
    }

    public Reply requestOtp(Phone phone) {
        return requestOtp(phone.number());
    }

    public Reply requestOtp(String number) {
        return post("request-otp", Map.of("phone_number", number));
    }

    public Reply verifyOtp(Reply challenge, String code) {
        return verifyOtp(challenge.text("challenge_id"), code);
    }

    public Reply verifyOtp(String challengeId, String code) {
        return post("verify-otp", Map.of("challenge_id", challengeId, "code", code));
    }

    public Reply status() {
        return call("GET", "status", HttpRequest.BodyPublishers.noBody(), Map.of());
    }

    public Reply post(String path, Map<String, ?> body) {
        return call("POST", path, Json.of(body).toString(), Map.of("Content-Type", "application/json"));
    }

    /** Any call; the token is sent unless the headers say otherwise. */
    public Reply call(String method, String path, String body, Map<String, String> headers) {
        return call(method, path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    public Reply call(String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>();
        if (accessToken != null) {
            all.put("Authorization", "Bearer " + accessToken);
        }
        all.putAll(headers);
        HttpRequest.Builder request = Http.request(URI.create(realm + "/phonelatch/" + path));
        all.forEach(request::header);
        HttpResponse<String> answer = Http.send(request.method(method, body));
        return new Reply(
                answer.statusCode(),
                answer.headers(),
                answer.body().startsWith("{") ? Json.parse(answer.body()) : Json.object());
    }
}
