package io.github.phonelatch.authenticator;

import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.phone.PhoneNumber;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answers of the direct grant where there is no token yet: an error as OAuth 2.0 has them (RFC 6749, 5.2), with what an
 * application needs to go on. All have status 400, as Keycloak's own errors of this grant.
 */
final class GrantAnswer {
    private GrantAnswer() {}

    /** The usual first answer, which is no failure: the next request is to bring the code. */
    static Response codeRequired(Challenge challenge, PhoneNumber number) {
        Map<String, Object> body = body("phone_code_required", "Repeat the request with the code that was sent.");
        body.put("phone_number_masked", number.masked());
        body.put("expires_in", seconds(challenge.expiresIn()));
        body.put("resend_in", seconds(challenge.resendIn()));
        return response(body).build();
    }

    /** The text cannot be the code. The provider was not asked, and no attempt is used up. */
    static Response malformed(Challenge challenge) {
        Map<String, Object> body = body(
                "invalid_request",
                "The code has " + challenge.codeLength() + (challenge.digitsOnly() ? " digits." : " characters."));
        body.put("problem", ProblemType.INVALID_REQUEST.urn());
        return response(body).build();
    }

    static Response refused(Refusal refusal) {
        ProblemType type = ProblemType.of(refusal.problem());
        Map<String, Object> body = body(error(type), ProblemType.detail(refusal.problem()));
        body.put("problem", type.urn());
        if (refusal.attemptsLeft() >= 0) {
            body.put("attempts_left", refusal.attemptsLeft());
        }
        if (refusal.retryAfter() == null) {
            return response(body).build();
        }
        // Never 0, which would invite the next request at once.
        long wait = Math.max(1, seconds(refusal.retryAfter()));
        body.put("retry_after", wait);
        return response(body).header(HttpHeaders.RETRY_AFTER, wait).build();
    }

    /** Tells applications that know OAuth 2.0 only whether the same request may succeed later. */
    static String error(ProblemType type) {
        return switch (type) {
            case RATE_LIMITED, PROVIDER_UNAVAILABLE, NOT_CONFIGURED -> "temporarily_unavailable";
            default -> "invalid_grant";
        };
    }

    private static Map<String, Object> body(String error, String description) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        return body;
    }

    /** Keycloak itself says of every answer of its token endpoint that nothing of it may be cached. */
    private static Response.ResponseBuilder response(Map<String, Object> body) {
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body);
    }

    /** Rounded up, so that nobody who waits as long as told is told to wait again. */
    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
