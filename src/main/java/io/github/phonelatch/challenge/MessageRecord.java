package io.github.phonelatch.challenge;

import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.GatewayFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as stored. Fields are added and never reused, because every release reads the records of the one before
 * it. A record of an unknown version counts as absent.
 *
 * @param generation tells this message from earlier ones under the same name
 * @param expiresAt when its code ends
 * @param resendAt when the provider takes the next message for this number and template
 * @param messageId the provider's id, empty unless sent
 * @param channel the first one that its template tries
 * @param deliveredBy the channel that the provider used, in its own words, empty unless sent
 * @param failure why it was not sent, null unless failed
 */
record MessageRecord(
        String generation,
        State state,
        Instant requestedAt,
        Instant expiresAt,
        Instant resendAt,
        String messageId,
        Channel channel,
        String deliveredBy,
        int codeLength,
        boolean digitsOnly,
        GatewayFailure.@Nullable Kind failure) {

    enum State {
        /** Handed to the gateway. Becomes {@link #UNKNOWN} when no answer came within the gateway's time. */
        SENDING,
        SENT,
        UNKNOWN,
        /** Certainly not sent. */
        FAILED,
        /** Certainly not sent, because the provider holds another code for this number. */
        ALREADY_OUT
    }

    MessageRecord sent(String id, String by) {
        return new MessageRecord(
                generation,
                State.SENT,
                requestedAt,
                expiresAt,
                resendAt,
                id,
                channel,
                by,
                codeLength,
                digitsOnly,
                null);
    }

    MessageRecord unknown() {
        return withState(State.UNKNOWN, resendAt, null);
    }

    MessageRecord failed(GatewayFailure.Kind kind) {
        return withState(State.FAILED, resendAt, kind);
    }

    MessageRecord alreadyOut(Instant until) {
        return withState(State.ALREADY_OUT, until, GatewayFailure.Kind.ALREADY_SENT);
    }

    private MessageRecord withState(State next, Instant nextResendAt, GatewayFailure.@Nullable Kind kind) {
        return new MessageRecord(
                generation, next, requestedAt, expiresAt, nextResendAt, "", channel, "", codeLength, digitsOnly, kind);
    }

    Duration expiresIn(Instant now) {
        return left(now, expiresAt);
    }

    Duration resendIn(Instant now) {
        return left(now, resendAt);
    }

    private static Duration left(Instant now, Instant until) {
        return now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
    }

    /** Whether it prevents another message under the same name now. */
    boolean standsInTheWay(Instant now) {
        return state != State.FAILED && now.isBefore(resendAt);
    }

    Map<String, String> toNotes() {
        Map<String, String> notes = new HashMap<>();
        notes.put("v", RecordFields.VERSION);
        notes.put("generation", generation);
        notes.put("state", state.name());
        notes.put("requestedAt", RecordFields.of(requestedAt));
        notes.put("expiresAt", RecordFields.of(expiresAt));
        notes.put("resendAt", RecordFields.of(resendAt));
        notes.put("messageId", messageId);
        notes.put("channel", channel.id());
        notes.put("deliveredBy", deliveredBy);
        notes.put("codeLength", Integer.toString(codeLength));
        notes.put("digitsOnly", Boolean.toString(digitsOnly));
        if (failure != null) {
            notes.put("failure", failure.name());
        }
        return notes;
    }

    static Optional<MessageRecord> read(Map<String, String> notes) {
        if (RecordFields.areOfAnotherVersion(notes)) {
            return Optional.empty();
        }
        // A state of a later release may mean that the message was sent, so it prevents another one until it has
        // ended.
        State state = RecordFields.word(notes, "state", State.class).orElse(State.UNKNOWN);
        GatewayFailure.Kind failure = notes.containsKey("failure")
                ? RecordFields.word(notes, "failure", GatewayFailure.Kind.class).orElse(GatewayFailure.Kind.UNAVAILABLE)
                : null;
        return Optional.of(new MessageRecord(
                RecordFields.text(notes, "generation"),
                state,
                RecordFields.instant(notes, "requestedAt"),
                RecordFields.instant(notes, "expiresAt"),
                RecordFields.instant(notes, "resendAt"),
                RecordFields.text(notes, "messageId"),
                // Only shown, so that one of a later release is shown as a text.
                Channel.of(RecordFields.text(notes, "channel")).orElse(Channel.SMS),
                RecordFields.text(notes, "deliveredBy"),
                Integer.parseInt(RecordFields.text(notes, "codeLength")),
                Boolean.parseBoolean(RecordFields.text(notes, "digitsOnly")),
                failure));
    }

    /** Only the state, because the id gives access to a live code at the provider. */
    @Override
    public String toString() {
        return "MessageRecord[" + state + "]";
    }
}
