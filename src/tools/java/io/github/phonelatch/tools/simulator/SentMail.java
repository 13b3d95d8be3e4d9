package io.github.phonelatch.tools.simulator;

import java.time.Instant;
import java.util.List;

/**
 * A mail as one of its recipients has it. What others wrote is cut where it is too long, and may be anything: it is text to
 * be shown, never markup.
 *
 * @param to the recipient's address in small letters
 * @param from as the mail says, or as its sender told the server
 * @param text its plain text; the source of its HTML where it has no other
 * @param links the addresses in the text, in their order, each once
 */
public record SentMail(
        String id, String to, String from, String subject, String text, List<String> links, Instant receivedAt) {

    public SentMail {
        links = List.copyOf(links);
    }

    /** Without what it says: a link may open an account, and this is what ends up in logs and test reports. */
    @Override
    public String toString() {
        return "SentMail[" + id + " to " + Masked.number(to) + ", " + links.size() + " links]";
    }
}
