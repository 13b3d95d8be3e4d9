package io.github.phonelatch.gateway.engagelab;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import okhttp3.Credentials;
import org.jboss.logging.Logger;

/** Makes a {@link GatewayFailure} of what went wrong and tells the log, once, what an admin needs to know. */
final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final int FRAMES = 4;

    private final List<String> secrets;
    private final GatewayMeters meters;

    Failures(EngageLabOptions options, GatewayMeters meters) {
        this.meters = meters;
        this.secrets = List.of(
                Credentials.basic(options.devKey(), options.devSecret()).substring("Basic ".length()),
                options.devSecret(),
                options.devKey());
    }

    /** @param typed what a person typed in this call: the provider may repeat it in its message */
    GatewayFailure refused(Endpoint endpoint, Reply.Answer answer, String typed) {
        OptionalInt code = answer.code();
        ErrorCodes.Meaning meaning = ErrorCodes.meaning(endpoint, answer.status(), code);
        String said = LogText.oneLine(
                answer.body().path("message").asText(""),
                Stream.concat(secrets.stream(), Stream.of(typed)).toList());
        String detail = "HTTP " + answer.status() + (code.isPresent() ? ", code " + code.getAsInt() : "") + ": "
                + meaning.inWords() + (said.isEmpty() ? "" : " (EngageLab says: " + said + ")");
        return told(endpoint, new GatewayFailure(meaning.kind(), code.isPresent() ? code.getAsInt() : null, detail));
    }

    /** A reply of a status that says something although its body does not. */
    GatewayFailure unreadable(Endpoint endpoint, int status, String why) {
        ErrorCodes.Meaning meaning = ErrorCodes.meaning(endpoint, status, OptionalInt.empty());
        return told(
                endpoint,
                new GatewayFailure(meaning.kind(), null, "HTTP " + status + " with " + why + ": " + meaning.inWords()));
    }

    GatewayFailure broken(Endpoint endpoint, Reply.Broken reply) {
        return told(endpoint, new GatewayFailure(Kind.UNAVAILABLE, null, reply.why()));
    }

    /** Our own refusals are told by whoever began to refuse: one line each would drown the log in an outage. */
    GatewayFailure notAsked(Endpoint endpoint, String why) {
        LOG.debugf("%s was not tried: %s", endpoint.inWords(), why);
        return new GatewayFailure(Kind.UNAVAILABLE, null, why);
    }

    /** A number that is none. */
    GatewayFailure noNumber(Endpoint endpoint, String why) {
        return told(endpoint, new GatewayFailure(Kind.NUMBER_INVALID, null, why));
    }

    /** A template that cannot be one. */
    GatewayFailure noTemplate(Endpoint endpoint, String why) {
        LOG.warnf("%s refused, an admin has to act: %s", endpoint.inWords(), why);
        meters.misconfigured(Misconfiguration.TEMPLATE);
        return new GatewayFailure(Kind.MISCONFIGURED, null, why);
    }

    /** A bug of ours. Its message is left out, since nobody knows what it quotes. */
    GatewayFailure unexpected(Endpoint endpoint, Throwable bug) {
        StringBuilder where = new StringBuilder();
        Stream.of(bug.getStackTrace())
                .limit(FRAMES)
                .forEach(frame -> where.append(" at ").append(frame));
        LOG.errorf(
                "%s failed unexpectedly, please report this: %s%s",
                endpoint.inWords(), bug.getClass().getName(), where);
        return new GatewayFailure(
                Kind.UNAVAILABLE, null, "unexpected " + bug.getClass().getSimpleName());
    }

    private GatewayFailure told(Endpoint endpoint, GatewayFailure failure) {
        switch (failure.kind()) {
            case MISCONFIGURED -> {
                LOG.warnf("%s refused, an admin has to act: %s", endpoint.inWords(), failure.detail());
                Integer code = failure.providerCode();
                // Without a code only a key is refused.
                meters.misconfigured(code == null ? Misconfiguration.CREDENTIALS : Misconfiguration.ofCode(code));
            }
            case ALREADY_SENT, NUMBER_INVALID, NUMBER_UNREACHABLE, NUMBER_BLOCKED ->
                LOG.infof("%s refused (%s): %s", endpoint.inWords(), failure.kind(), failure.detail());
            case COUNTRY_NOT_SERVED, RATE_LIMITED, NOT_CONFIGURED, UNAVAILABLE ->
                LOG.warnf("%s failed (%s): %s", endpoint.inWords(), failure.kind(), failure.detail());
        }
        return failure;
    }
}
