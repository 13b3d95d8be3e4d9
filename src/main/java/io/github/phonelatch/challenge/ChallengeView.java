package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a message's state means to the person that waits for it. */
final class ChallengeView {
    /** Added to the gateway's time, because storing the record takes a moment after it. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final OtpGateway gateway;
    private final RealmSettings settings;

    ChallengeView(OtpGateway gateway, RealmSettings settings) {
        this.gateway = gateway;
        this.settings = settings;
    }

    /** Why no code can be checked against this message. Empty where one can. */
    Optional<Refusal> unusable(MessageRecord message, Instant now) {
        return switch (stateOf(message, now)) {
            case SENDING -> Optional.of(Refusal.of(Problem.ON_ITS_WAY));
            case UNKNOWN -> Optional.of(Refusal.of(Problem.OUTCOME_UNKNOWN, message.resendIn(now)));
            case FAILED, ALREADY_OUT -> notSent(message, now);
            case SENT ->
                now.isBefore(message.expiresAt()) ? Optional.empty() : Optional.of(Refusal.of(Problem.CODE_EXPIRED));
        };
    }

    /** Why there is no message. Empty where there is one, or may be. */
    Optional<Refusal> notSent(MessageRecord message, Instant now) {
        return switch (message.state()) {
            case SENDING, SENT, UNKNOWN -> Optional.empty();
            case ALREADY_OUT -> Optional.of(Refusal.of(Problem.CODE_ALREADY_OUT, message.resendIn(now)));
            case FAILED -> {
                GatewayFailure.Kind kind =
                        message.failure() == null ? GatewayFailure.Kind.UNAVAILABLE : message.failure();
                yield Optional.of(Refusal.of(new GatewayFailure(kind, null, "told by an earlier request")));
            }
        };
    }

    /**
     * A challenge on a message.
     *
     * @param exhausted whether all attempts on it are used up
     * @param fresh whether this very request sent it
     */
    RequestResult issued(String id, MessageRecord message, boolean exhausted, boolean fresh, Instant now) {
        Instant pauseEnds =
                message.requestedAt().plus(settings.sending().person().cooldown());
        Duration pause = now.isBefore(pauseEnds) ? Duration.between(now, pauseEnds) : Duration.ZERO;
        Duration window = message.resendIn(now);
        return new RequestResult.Issued(new Challenge(
                id,
                shownState(message, exhausted, now),
                message.channel(),
                message.deliveredBy(),
                message.expiresIn(now),
                window.compareTo(pause) < 0 ? pause : window,
                pause,
                List.of(),
                message.codeLength(),
                message.digitsOnly(),
                fresh));
    }

    /** A challenge whose message was used or replaced. A new code may be requested at once. */
    RequestResult ended(String id, Channel channel) {
        return new RequestResult.Issued(new Challenge(
                id,
                Challenge.State.EXPIRED,
                channel,
                "",
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                List.of(),
                settings.templates().codeLength(),
                true,
                false));
    }

    private Challenge.State shownState(MessageRecord message, boolean exhausted, Instant now) {
        return switch (stateOf(message, now)) {
            case SENDING -> Challenge.State.SENDING;
            case UNKNOWN, FAILED, ALREADY_OUT -> Challenge.State.UNKNOWN;
            case SENT -> {
                if (!now.isBefore(message.expiresAt())) {
                    yield Challenge.State.EXPIRED;
                }
                yield exhausted ? Challenge.State.EXHAUSTED : Challenge.State.SENT;
            }
        };
    }

    /** A send that did not come back within the gateway's time counts as unknown, because its node must be gone. */
    private MessageRecord.State stateOf(MessageRecord message, Instant now) {
        boolean overdue = message.state() == MessageRecord.State.SENDING
                && now.isAfter(message.requestedAt()
                        .plus(gateway.calls().sendTimeout())
                        .plus(GRACE));
        return overdue ? MessageRecord.State.UNKNOWN : message.state();
    }
}
