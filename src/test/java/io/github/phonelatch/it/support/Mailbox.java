package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.tools.simulator.SentMail;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Somebody's mailbox: what Keycloak mailed to an address. */
public final class Mailbox {
    private final Simulator simulator;
    private final String address;

    public Mailbox(Simulator simulator, String address) {
        this.simulator = simulator;
        this.address = address;
    }

    public static Mailbox of(Person person, Simulator simulator) {
        return new Mailbox(simulator, person.email());
    }

    /** What a realm has under {@code smtpServer} to mail to a simulator that takes mails. */
    public static ObjectNode settings(Simulator simulator) {
        InetSocketAddress smtp = simulator.smtp().orElseThrow();
        return Json.object()
                .put("host", smtp.getAddress().getHostAddress())
                .put("port", Integer.toString(smtp.getPort()))
                .put("from", "no-reply@school.example")
                .put("fromDisplayName", "School");
    }

    /** What it holds, the newest last. */
    public List<SentMail> mails() {
        return simulator.control().mails(address);
    }

    /** The mail that came last. Waits for the first: a page may come before its mail does. */
    public SentMail newest() {
        return await(1);
    }

    /** The mail that came last, once there are so many. */
    public SentMail await(int count) {
        return Await.value("mail number " + count, () -> {
            List<SentMail> mails = mails();
            return mails.size() < count ? Optional.empty() : Optional.of(mails.get(mails.size() - 1));
        });
    }

    /** The first link in the mail that came last. Waits for the first mail. */
    public URI link() {
        List<String> links = newest().links();
        if (links.isEmpty()) {
            throw new AssertionError("no link in the newest mail");
        }
        return URI.create(links.get(0));
    }
}
