package io.github.phonelatch.gateway.http;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Makes a {@link GatewayFailure} of what went wrong and tells the log, once, what an admin needs to know. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    private final String provider;
    private final List<String> secrets;
    private final ErrorTable errors;
    private final GatewayMeters meters;

    Failures(HttpAccess access, ErrorTable errors, GatewayMeters meters) {
        this.provider = access.http().provider().name();
        this.secrets = access.secrets();
        this.errors = errors;
        this.meters = meters;
    }

    /**
     * A JSON reply that says what is wrong.
     *
     * @param typed what a person typed in this call, which the provider may repeat in its message
     */
    public GatewayFailure refused(Endpoint endpoint, Reply.Answer answer, String typed) {
        OptionalInt code = errors.code(answer.body());
        ErrorTable.Meaning meaning = errors.meaning(endpoint, answer.status(), code);
        String said = LogText.oneLine(
                errors.message(answer.body()),
                Stream.concat(secrets.stream(), Stream.of(typed)).toList());
        String detail = "HTTP " + answer.status() + (code.isPresent() ? ", code " + code.getAsInt() : "") + ": "
                + meaning.inWords() + (said.isEmpty() ? "" : " (" + provider + " says: " + said + ")");
        return told(endpoint, new GatewayFailure(meaning.kind(), code.isPresent() ? code.getAsInt() : null, detail));
    }

    /** A reply of a status that says something although its body does not. */
    public GatewayFailure unreadable(Endpoint endpoint, int status, String why) {
        ErrorTable.Meaning meaning = errors.meaning(endpoint, status, OptionalInt.empty());
        return told(
                endpoint,
                new GatewayFailure(meaning.kind(), null, "HTTP " + status + " with " + why + ": " + meaning.inWords()));
    }

    GatewayFailure broken(Endpoint endpoint, Reply.Broken reply) {
        return told(endpoint, new GatewayFailure(Kind.UNAVAILABLE, null, reply.why()));
    }

    /** A refusal of our own. Whoever began to refuse has told the log, because one line each would drown it in an outage. */
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

    private GatewayFailure told(Endpoint endpoint, GatewayFailure failure) {
        switch (failure.kind()) {
            case MISCONFIGURED -> {
                LOG.warnf("%s refused, an admin has to act: %s", endpoint.inWords(), failure.detail());
                Integer code = failure.providerCode();
                meters.misconfigured(
                        errors.misconfiguration(code == null ? OptionalInt.empty() : OptionalInt.of(code)));
            }
            case ALREADY_SENT, NUMBER_INVALID, NUMBER_UNREACHABLE, NUMBER_BLOCKED ->
                LOG.infof("%s refused (%s): %s", endpoint.inWords(), failure.kind(), failure.detail());
            case COUNTRY_NOT_SERVED, RATE_LIMITED, NOT_CONFIGURED, UNAVAILABLE ->
                LOG.warnf("%s failed (%s): %s", endpoint.inWords(), failure.kind(), failure.detail());
        }
        return failure;
    }
}
