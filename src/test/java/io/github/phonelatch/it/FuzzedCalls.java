package io.github.phonelatch.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import okio.ByteString;

/**
 * Calls of the endpoints out of a random generator. Each is a call that would be answered, with at least one thing wrong in it
 * that has to be noticed: most carry a number that a message could be sent to, or a challenge that is alive with a code of
 * the right form.
 */
final class FuzzedCalls {
    private static final List<String> OTHER_TYPES = List.of(
            "text/plain",
            "text/json",
            "text/html;charset=utf-8",
            "application/xml",
            "application/x-www-form-urlencoded",
            "application/octet-stream",
            "application/problem+json",
            "application/json-seq",
            "application/*+json",
            "image/svg+xml;q=0.5",
            "application/vnd.api+json; profile=\"x\"");
    private static final List<String> ACCEPTS = List.of(
            "*/*", "application/json", "text/html", "image/*;q=0.1", "application/problem+json", "x/y;z=\"q\"", "");
    private static final List<String> WRONG_ORIGINS = List.of(
            "https://elsewhere.example",
            "null",
            "http://app.school.example",
            "https://app.school.example.evil",
            "file://",
            "*",
            "x");

    private final Random random;
    private final String token;
    private final String challengeId;

    FuzzedCalls(long seed, String token, String challengeId) {
        this.random = new Random(seed);
        this.token = token;
        this.challengeId = challengeId;
    }

    record Call(String method, String path, Map<String, String> headers, ByteString body) {
        @Override
        public String toString() {
            // Its token is good for a while, and its body may be long.
            String text = body.string(StandardCharsets.ISO_8859_1);
            return method + " " + path + " " + headers.keySet() + " " + headers.get("Content-Type") + " "
                    + text.substring(0, Math.min(200, text.length()));
        }
    }

    /** Of this number, with nothing wrong in it. */
    Call good(String number) {
        return call("POST", "request-otp", headers(), bytes(Json.object().put("phone_number", number)));
    }

    Call next() {
        boolean request = random.nextBoolean();
        String path = request ? "request-otp" : "verify-otp";
        ObjectNode body = request
                ? Json.object().put("phone_number", Numbers.next())
                : Json.object().put("challenge_id", challengeId).put("code", "123456");
        Map<String, String> headers = headers();
        while (random.nextInt(3) == 0) {
            harmless(headers);
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> call("POST", path, withWrongToken(headers), bytes(body));
            case 2 -> {
                headers.put("Content-Type", pick(OTHER_TYPES));
                yield call("POST", path, headers, bytes(body));
            }
            case 3 -> {
                headers.put("Origin", pick(WRONG_ORIGINS));
                yield call("POST", path, headers, bytes(body));
            }
            case 4 -> call(pick(List.of("GET", "PUT", "PATCH", "DELETE", "HEAD")), path, headers, bytes(body));
            case 5 -> call(pick(List.of("GET", "POST", "PUT", "PATCH", "DELETE")), otherPath(), headers, bytes(body));
            case 6 -> call("GET", "status", random.nextBoolean() ? withWrongToken(headers) : headers, new byte[0]);
            default -> call("POST", path, headers, request ? requestBody(body) : verifyBody(body));
        };
    }

    private static Call call(String method, String path, Map<String, String> headers, byte[] body) {
        return new Call(method, path, headers, ByteString.of(body));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + token);
        headers.put("Content-Type", "application/json");
        return headers;
    }

    private void harmless(Map<String, String> headers) {
        switch (random.nextInt(5)) {
            case 0 -> headers.put("Accept", pick(ACCEPTS));
            case 1 -> headers.put("Origin", RestFuzzIT.ORIGIN);
            case 2 -> headers.put("Content-Type", "application/json; charset=" + pick(List.of("utf-8", "x", "\"\"")));
            case 3 -> headers.put("X-" + word(), text(40).replaceAll("[^ -~]", "?"));
            default -> headers.put("Accept-Language", pick(List.of("de", "x-klingon", "*;q=7", "en,,;", "../..")));
        }
    }

    private Map<String, String> withWrongToken(Map<String, String> headers) {
        String[] parts = token.split("\\.", -1);
        String payload = "." + parts[1] + ".";
        String value = pick(List.<Supplier<String>>of(
                        () -> "",
                        () -> "Bearer",
                        () -> "Bearer ",
                        () -> token,
                        () -> word() + " " + token,
                        () -> "DPoP " + token,
                        () -> "Bearer " + token + " " + token,
                        () -> "Bearer " + token + "." + word(),
                        () -> "Bearer " + token.substring(0, random.nextInt(token.length() - 4)),
                        () -> "Bearer " + text(60).replaceAll("[^!-~]", "."),
                        () -> "Bearer " + word().repeat(300),
                        () -> "Bearer " + ".".repeat(random.nextInt(9)),
                        () -> "Bearer " + oneCharacterChanged(token),
                        () -> "Bearer " + oneCharacterChanged(token),
                        () -> "Bearer " + encoded(strangeHeader()) + payload,
                        () -> "Bearer " + encoded(strangeHeader()) + payload + parts[2],
                        () -> "Bearer " + parts[0] + "." + encoded(strangeClaims()) + "." + parts[2],
                        () -> "Basic " + encoded("school-mobile:" + word())))
                .get();
        headers.put("Authorization", value);
        if (random.nextInt(4) == 0) {
            headers.put("DPoP", pick(List.of("", "x", "a.b.c", token, encoded(strangeHeader()) + payload + "c2ln")));
        }
        if (random.nextInt(10) == 0) {
            headers.remove("Authorization");
        }
        return headers;
    }

    private String strangeHeader() {
        return pick(List.of(
                "{}",
                "[]",
                "null",
                "{\"alg\":\"none\"}",
                "{\"alg\":\"HS256\",\"kid\":7}",
                "{\"alg\":\"RS256\",\"kid\":\"" + word() + "\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":[\"RS256\"]}",
                "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":{}}",
                "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}}",
                "{\"alg\":\"EdDSA\",\"jku\":\"http://127.0.0.1:1/\",\"crit\":[\"x\"]}",
                "{\"alg\":\"" + word() + "\"}",
                text(30)));
    }

    private String strangeClaims() {
        return pick(List.of(
                "{}",
                "[]",
                "null",
                "{\"exp\":\"x\"}",
                "{\"sub\":null,\"typ\":\"Bearer\"}",
                "{\"iss\":7,\"aud\":{}}",
                "{\"azp\":\"school-mobile\",\"exp\":99999999999}",
                text(50)));
    }

    /** Not the last: some of its bits count for nothing. */
    private String oneCharacterChanged(String text) {
        int at = random.nextInt(text.length() - 1);
        char other = text.charAt(at) == 'x' ? 'y' : 'x';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    private String otherPath() {
        return pick(List.of(
                "",
                word(),
                "REQUEST-OTP",
                "request-otp.json",
                "request-otp/" + word(),
                "verify-otp%20",
                "verify-otp%00",
                "status%2frequest-otp",
                "..%2f..%2f" + word(),
                word().repeat(50) + "%F0%9F%93%B1",
                "request-otps?" + word(),
                "openapi.yaml?x=%25"));
    }

    private byte[] requestBody(ObjectNode body) {
        return switch (random.nextInt(5)) {
            // Short enough that no change of a byte makes it a number.
            case 0 -> bytesChanged(bytes(Json.object().put("phone_number", "+99")));
            case 1 -> bytes(body.put("phone_number", noNumber()));
            case 2 -> bytes(body.put("channel", text(12)));
            default -> brokenBody(body, "phone_number");
        };
    }

    private byte[] verifyBody(ObjectNode body) {
        return switch (random.nextInt(5)) {
            case 0 ->
                bytes(body.put("challenge_id", random.nextBoolean() ? text(60) : oneCharacterChanged(challengeId)));
            case 1 -> bytes(body.put("code", noCode()));
            case 2 -> bytes(body.remove(List.of(pick(List.of("challenge_id", "code")))));
            default -> brokenBody(body, pick(List.of("challenge_id", "code")));
        };
    }

    /** Whatever is right in it, it is no body of the two. */
    private byte[] brokenBody(ObjectNode body, String field) {
        String json = body.toString();
        return switch (random.nextInt(10)) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 1 -> Arrays.copyOf(bytes(body), random.nextInt(json.length()));
            case 2 -> bytes(body.put("x" + text(20), text(20)));
            case 3 -> bytes(otherType(body, field));
            case 4 -> ("{\"" + field + "\":\"x\"," + json.substring(1)).getBytes(StandardCharsets.UTF_8);
            case 5 -> (json + pick(List.of("{}", "1", ",", "]", "x", json))).getBytes(StandardCharsets.UTF_8);
            case 6 ->
                pick(List.of("[" + json + "]", "\"" + word() + "\"", "null", "[".repeat(4000), "{\"a\":".repeat(1500)))
                        .getBytes(StandardCharsets.UTF_8);
            case 7 -> (json + " ".repeat(8 * 1024 + random.nextInt(100_000))).getBytes(StandardCharsets.UTF_8);
            case 8 -> json.replace("\":\"", "\":\"\u00e9").getBytes(StandardCharsets.ISO_8859_1);
            default ->
                json.replace("\":\"", pick(List.of("\":", "\"\"", "\":'", "\":\"\t", "\":\"\\x", "=\"")))
                        .getBytes(StandardCharsets.UTF_8);
        };
    }

    private ObjectNode otherType(ObjectNode body, String field) {
        return switch (random.nextInt(6)) {
            case 0 -> body.put(field, random.nextLong());
            case 1 -> body.put(field, random.nextDouble());
            case 2 -> body.putNull(field);
            case 3 -> body.put(field, random.nextBoolean());
            case 4 -> body.set(field, Json.of(List.of(body.get(field))));
            default -> body.set(field, Json.of(Map.of(field, body.get(field))));
        };
    }

    private String noNumber() {
        return pick(List.of("", "+", "+999", "00", "tel:", "+44"))
                + text(60).replaceAll("\\p{Nd}", "")
                + (random.nextInt(10) == 0 ? "9".repeat(random.nextInt(7000) + 30) : "");
    }

    private String noCode() {
        return switch (random.nextInt(4)) {
            case 0 -> "1".repeat(random.nextInt(5));
            case 1 -> "1".repeat(7 + random.nextInt(3000));
            case 2 -> "12345" + (char) ('a' + random.nextInt(26));
            default -> text(30).replaceAll("\\p{Nd}", "");
        };
    }

    private byte[] bytesChanged(byte[] bytes) {
        for (int i = 0; i <= random.nextInt(3); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Of any characters, of those that are in the way most often, or lone halves of one. */
    private String text(int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        while (text.length() < length) {
            switch (random.nextInt(4)) {
                case 0 -> text.appendCodePoint(random.nextInt(0x11_0000));
                case 1 -> text.append((char) (' ' + random.nextInt(95)));
                case 2 -> text.append((char) random.nextInt(0x10000));
                default ->
                    text.append(pick(
                            List.of("\u0000", "\"", "\\", "\r\n", "${x}", "%s", "<b>", "'--", "\u202e", "\u0661")));
            }
        }
        return text.toString();
    }

    private String word() {
        return Long.toString(random.nextLong(36, Long.MAX_VALUE), 36);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private <T> T pick(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}
