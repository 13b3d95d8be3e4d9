package io.github.phonelatch.page;

import jakarta.ws.rs.core.MultivaluedMap;
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

    /** Asks for another message on another channel. On the page that resets a password: for an e-mail. */
    record AnotherWay() implements CodeCommand {}

    /** Goes back to type another number or account. */
    record Change() implements CodeCommand {}

    /** Comes to the page without pressing a button of it. */
    record Show() implements CodeCommand {}

    /** Presses a button that no page of ours has. It shows the page. */
    record Unknown() implements CodeCommand {}

    static CodeCommand of(MultivaluedMap<String, String> form) {
        @Nullable String action = form.getFirst("action");
        if (action == null) {
            return new Show();
        }
        return switch (action) {
            case "send" -> new Send();
            case "verify" -> new Verify(TypedCode.of(form.getFirst(ProblemText.CODE)));
            case "resend" -> new Resend();
            case "another-way" -> new AnotherWay();
            case "change" -> new Change();
            default -> new Unknown();
        };
    }
}
