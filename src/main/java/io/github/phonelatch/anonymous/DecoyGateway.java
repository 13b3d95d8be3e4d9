package io.github.phonelatch.anonymous;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.ChallengeListener;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.TemplateChoice;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The provider as the visible half of an anonymous request sees it. It takes every message at once, and calls every code wrong
 * but the right one. Other threads look for the account and send to it after that answer, so that the answer cannot depend on
 * whether there is one.
 */
final class DecoyGateway implements ForwardingGateway {
    private static final Logger LOG = Logger.getLogger(DecoyGateway.class);

    private final OtpGateway provider;
    private final AccountCode.Finder finder;
    private final ChallengeListener listener;
    private final TemplateChoice templates;
    private @Nullable Compared compared;

    /** @param listener of this request, for what other threads learn after it */
    DecoyGateway(OtpGateway provider, AccountCode.Finder finder, ChallengeListener listener, TemplateChoice templates) {
        this.provider = provider;
        this.finder = finder;
        this.listener = listener;
        this.templates = templates;
    }

    /** A code that was compared in this request. */
    record Compared(AccountCode code, VerifyOutcome outcome) {}

    Optional<Compared> compared() {
        return Optional.ofNullable(compared);
    }

    @Override
    public OtpGateway provider() {
        return provider;
    }

    @Override
    public CompletionStage<SendResult> send(OtpMessage message) {
        // The account that is meant may have another kind of number, so the channel is passed on and not the template.
        Optional<Channel> wanted = templates.channelThatLeadsTo(message.templateId());
        boolean taken = provider.calls().handOver(() -> send(wanted));
        return CompletableFuture.completedStage(
                taken ? new SendResult.Sent(messageId(wanted), "") : SendResult.Failed.notAsked());
    }

    /** Runs on a thread of the gateway, so it must not touch the request that asked. */
    private void send(Optional<Channel> wanted) {
        try {
            AccountCode code = finder.find();
            RequestResult result = code.request(wanted);
            if (code.personId().isPresent()) {
                listener.settledLate(code.request(), result);
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "A code for somebody who is not signed in could not be asked for");
        }
    }

    @Override
    public VerifyResult verify(String messageId, String code) {
        AccountCode hidden = finder.find();
        Optional<RequestResult> live = hidden.live(wanted(messageId));
        if (live.orElse(null) instanceof RequestResult.Issued issued
                && issued.challenge().state() == Challenge.State.SENT) {
            VerifyOutcome outcome =
                    hidden.challenges().verify(issued.challenge().id(), hidden.request(), code);
            compared = new Compared(hidden, outcome);
            if (outcome instanceof VerifyOutcome.Verified && hidden.personId().isPresent()) {
                return new VerifyResult.Verified();
            }
            if (outcome instanceof VerifyOutcome.Refused refused
                    && refused.refusal().problem() == Problem.UNAVAILABLE) {
                return unavailable(refused.refusal());
            }
            if (hidden.askedProvider()) {
                return new VerifyResult.WrongCode();
            }
        }
        // The provider was not asked about this code. Asking it now keeps the time of the answer the same.
        VerifyResult answer = provider.verify(UUID.randomUUID().toString(), code);
        return answer instanceof VerifyResult.Failed ? answer : new VerifyResult.WrongCode();
    }

    private static VerifyResult unavailable(Refusal refusal) {
        GatewayFailure cause = refusal.cause();
        return new VerifyResult.Failed(
                cause == null ? new GatewayFailure(GatewayFailure.Kind.UNAVAILABLE, null, "the store failed") : cause,
                true);
    }

    private static String messageId(Optional<Channel> wanted) {
        return wanted.map(Channel::id).orElse("") + "/" + UUID.randomUUID();
    }

    private static Optional<Channel> wanted(String messageId) {
        return Channel.of(messageId.substring(0, messageId.indexOf('/')));
    }
}
