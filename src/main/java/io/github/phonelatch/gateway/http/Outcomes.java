package io.github.phonelatch.gateway.http;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.util.OptionalInt;
import java.util.function.Function;

/** What each reply means. The provider says it of JSON. All others are failures, told apart by what may have been written. */
final class Outcomes {
    private final Failures failures;
    private final ErrorTable errors;

    Outcomes(Failures failures, ErrorTable errors) {
        this.failures = failures;
        this.errors = errors;
    }

    SendResult send(Reply reply, Function<Reply.Answer, SendResult> meaning) {
        if (reply instanceof Reply.Answer answer) {
            return meaning.apply(answer);
        }
        if (reply instanceof Reply.Unreadable unreadable) {
            return new SendResult.Failed(
                    failures.unreadable(Endpoint.SEND, unreadable.status(), unreadable.why()),
                    errors.saysNothingWasSent(unreadable.status(), OptionalInt.empty()));
        }
        if (reply instanceof Reply.Broken broken) {
            return new SendResult.Failed(failures.broken(Endpoint.SEND, broken), !broken.left());
        }
        return new SendResult.Failed(notAsked(Endpoint.SEND, reply), true);
    }

    VerifyResult verify(Reply reply, Function<Reply.Answer, VerifyResult> meaning) {
        if (reply instanceof Reply.Answer answer) {
            return meaning.apply(answer);
        }
        if (reply instanceof Reply.Unreadable unreadable) {
            return new VerifyResult.Failed(
                    failures.unreadable(Endpoint.VERIFY, unreadable.status(), unreadable.why()), true);
        }
        if (reply instanceof Reply.Broken broken) {
            return new VerifyResult.Failed(failures.broken(Endpoint.VERIFY, broken), broken.left());
        }
        return new VerifyResult.Failed(notAsked(Endpoint.VERIFY, reply), false);
    }

    TemplateResult template(Reply reply, Function<Reply.Answer, TemplateResult> meaning) {
        if (reply instanceof Reply.Answer answer) {
            return meaning.apply(answer);
        }
        if (reply instanceof Reply.Unreadable unreadable) {
            return new TemplateResult.Failed(
                    failures.unreadable(Endpoint.TEMPLATE, unreadable.status(), unreadable.why()));
        }
        if (reply instanceof Reply.Broken broken) {
            return new TemplateResult.Failed(failures.broken(Endpoint.TEMPLATE, broken));
        }
        return new TemplateResult.Failed(notAsked(Endpoint.TEMPLATE, reply));
    }

    private GatewayFailure notAsked(Endpoint endpoint, Reply reply) {
        return failures.notAsked(endpoint, reply instanceof Reply.NotAsked notAsked ? notAsked.why() : "");
    }
}
