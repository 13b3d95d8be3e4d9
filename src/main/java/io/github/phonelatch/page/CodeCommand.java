package io.github.phonelatch.page;

import io.github.phonelatch.gateway.Channel;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An action of a person about a code, read once from the form that was posted. Every field of it may be missing or forged, so
 * each form gives exactly one command and none is an error.
 */
public sealed interface CodeCommand {

    /** Asks for a message. */
    record Send() implements CodeCommand {}

    /** Brings a code. It is empty where the form has none. */
    record Verify(TypedCode code) implements CodeCommand {}

    /** Asks for another message on the same channel. */
    record Resend() implements CodeCommand {}

    /** Asks for a message on this channel. */
    record ByChannel(Channel channel) implements CodeCommand {}

    /** Asks for an e-mail with a link, on the page that resets a password. */
    record Mail() implements CodeCommand {}

    /** Goes back to type another number or account. */
    record Change() implements CodeCommand {}

    /** Comes to the page without pressing a button of it. */
    record Show() implements CodeCommand {}

    /** Presses a button that no page of ours has. It shows the page. */
    record Unknown() implements CodeCommand {}

    static CodeCommand of(MultivaluedMap<String, String> form) {
        @Nullable String action = form.getFirst("action");
        @Nullable String channel = form.getFirst("channel");
        if (action == null && channel == null) {
            return new Show();
        }
        // A button sends one field, so the one of a channel sends the channel alone.
        if (action == null || action.equals("channel")) {
            return Optional.ofNullable(channel)
                    .flatMap(Channel::of)
                    .<CodeCommand>map(ByChannel::new)
                    .orElseGet(Unknown::new);
        }
        return switch (action) {
            case "send" -> new Send();
            case "verify" -> new Verify(TypedCode.of(form.getFirst(ProblemText.CODE)));
            case "resend" -> new Resend();
            case "mail" -> new Mail();
            case "change" -> new Change();
            default -> new Unknown();
        };
    }
}
