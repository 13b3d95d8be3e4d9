package io.github.phonelatch.gateway.engagelab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.gateway.http.Endpoint;
import io.github.phonelatch.gateway.http.Failures;
import io.github.phonelatch.gateway.http.Reply;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What each JSON reply means. Only the documented success is one, so that whoever can forge a reply gets nothing but a failure.
 */
final class Answers {
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final String UNKNOWN_CHANNEL = "unknown";
    private static final int APPROVED = 2;
    private static final int DIGITS = 1;
    private static final int LONGEST_CODE = 32;
    private static final int LONGEST_LIFETIME_MINUTES = 24 * 60;

    private final Failures failures;

    Answers(Failures failures) {
        this.failures = failures;
    }

    SendResult toSend(Reply.Answer answer) {
        if (answer.isSuccess()) {
            return id(answer.body())
                    .<SendResult>map(id -> new SendResult.Sent(id, channel(answer.body())))
                    .orElseGet(() -> new SendResult.Failed(
                            failures.unreadable(Endpoint.SEND, answer.status(), "no usable message_id"), false));
        }
        return new SendResult.Failed(
                failures.refused(Endpoint.SEND, answer, ""),
                ErrorCodes.TABLE.saysNothingWasSent(answer.status(), ErrorCodes.TABLE.code(answer.body())));
    }

    VerifyResult toVerify(Reply.Answer answer, String messageId, String code) {
        if (answer.isSuccess()) {
            return toUnderstoodVerify(answer, messageId);
        }
        // Read from the endpoint, never from the text: here both mean that this message is of no use any more.
        int error = ErrorCodes.TABLE.code(answer.body()).orElse(0);
        if (answer.status() < 500 && (error == ErrorCodes.BUSINESS_RULE || error == ErrorCodes.NOT_FOUND)) {
            return new VerifyResult.Expired();
        }
        return new VerifyResult.Failed(failures.refused(Endpoint.VERIFY, answer, code), true);
    }

    TemplateResult toTemplate(Reply.Answer answer, String id) {
        if (answer.isSuccess()) {
            return toUnderstoodTemplate(answer, id);
        }
        return answer.status() < 500 && ErrorCodes.TABLE.code(answer.body()).orElse(0) == ErrorCodes.NOT_FOUND
                ? new TemplateResult.Unknown(id)
                : new TemplateResult.Failed(failures.refused(Endpoint.TEMPLATE, answer, ""));
    }

    /** The one place that lets anybody in: status 200, the literal {@code true}, and the message that was asked about. */
    private VerifyResult toUnderstoodVerify(Reply.Answer answer, String messageId) {
        JsonNode verified = answer.body().path("verified");
        Optional<String> answered = id(answer.body());
        if (verified.isBoolean() && answered.filter(messageId::equals).isPresent() && answer.status() == 200) {
            return verified.booleanValue() ? new VerifyResult.Verified() : new VerifyResult.WrongCode();
        }
        if (verified.isBoolean() && !verified.booleanValue() && !answer.body().hasNonNull("message_id")) {
            return new VerifyResult.WrongCode();
        }
        return new VerifyResult.Failed(
                failures.unreadable(
                        Endpoint.VERIFY, answer.status(), "no usable verified and message_id, or those of another"),
                true);
    }

    private TemplateResult toUnderstoodTemplate(Reply.Answer answer, String id) {
        ObjectNode body = answer.body();
        JsonNode status = body.path("status");
        JsonNode answered = body.path("template_id");
        if (!status.isIntegralNumber()
                || !(answered.isMissingNode() || answered.asText().equals(id))) {
            return new TemplateResult.Failed(failures.unreadable(
                    Endpoint.TEMPLATE, answer.status(), "no usable status, or that of another template"));
        }
        JsonNode code = body.path("verify_code_config");
        return new TemplateResult.Template(
                id,
                status.intValue() == APPROVED,
                Duration.ofMinutes(within(code.path("verify_code_ttl"), LONGEST_LIFETIME_MINUTES)),
                within(code.path("verify_code_len"), LONGEST_CODE),
                within(code.path("verify_code_type"), Integer.MAX_VALUE) == DIGITS,
                channels(body.path("send_channel_strategy").asText("")));
    }

    /** A text, or leniently a number. Kept as text either way, because it has more digits than a double can hold. */
    private static Optional<String> id(ObjectNode body) {
        JsonNode id = body.path("message_id");
        return id.isTextual() || id.isIntegralNumber()
                ? Optional.of(id.asText()).filter(text -> ID.matcher(text).matches())
                : Optional.empty();
    }

    private static String channel(ObjectNode body) {
        String channel = body.path("send_channel").asText("");
        return CHANNEL.matcher(channel).matches() ? channel : UNKNOWN_CHANNEL;
    }

    private static List<String> channels(String strategy) {
        return Arrays.stream(strategy.split("\\|"))
                .map(channel -> channel.strip().toLowerCase(Locale.ROOT))
                .filter(channel -> CHANNEL.matcher(channel).matches())
                .toList();
    }

    /** Zero where the value is absent or absurd, because the caller then has its own setting. */
    private static int within(JsonNode number, int most) {
        return number.canConvertToInt() && number.intValue() > 0 && number.intValue() <= most ? number.intValue() : 0;
    }
}
