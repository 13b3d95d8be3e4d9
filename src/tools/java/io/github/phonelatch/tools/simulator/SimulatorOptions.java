package io.github.phonelatch.tools.simulator;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How a simulator starts.
 *
 * @param host the address it listens on; anything but loopback lets others read the codes
 * @param names further names under which it is reached; it answers to addresses, {@code localhost} and the host anyway
 * @param port 0 for a free one
 * @param mailPort where it takes mails by SMTP, 0 for a free port; absent: it takes none
 * @param key the user name of the provider's Basic authentication
 * @param secret the password beside it
 * @param templates there from the start and again after a reset
 * @param numbersKept numbers remembered at a time; the one written to longest ago falls out, and with it all its messages
 * @param messagesKept messages remembered for a number
 */
public record SimulatorOptions(
        String host,
        List<String> names,
        int port,
        OptionalInt mailPort,
        String key,
        String secret,
        List<Template> templates,
        int numbersKept,
        int messagesKept) {

    public static final String DEFAULT_KEY = "demo-key";
    public static final String DEFAULT_SECRET = "demo-secret";

    /** Two that work, the second for "another way", and one that no reviewer has approved yet. */
    public static final List<Template> DEFAULT_TEMPLATES = List.of(
            Template.approved("login-otp", Channel.SMS, Channel.WHATSAPP),
            Template.approved("login-voice", Channel.VOICE),
            Template.approved("pending-otp", Channel.SMS).withStatus(Template.Status.PENDING));

    public SimulatorOptions {
        if (port < 0 || port > 65_535 || mailPort.orElse(0) < 0 || mailPort.orElse(0) > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535");
        }
        if (key.isEmpty() || secret.isEmpty() || key.contains(":")) {
            throw new IllegalArgumentException("key and secret are not empty, and a key has no colon");
        }
        if (numbersKept < 1 || messagesKept < 1) {
            throw new IllegalArgumentException("at least one number and one message are kept");
        }
        names = List.copyOf(names);
        templates = List.copyOf(templates);
    }

    public static SimulatorOptions defaults() {
        return new SimulatorOptions(
                "127.0.0.1",
                List.of(),
                0,
                OptionalInt.empty(),
                DEFAULT_KEY,
                DEFAULT_SECRET,
                DEFAULT_TEMPLATES,
                2000,
                50);
    }

    public SimulatorOptions withHost(String name) {
        return new SimulatorOptions(name, names, port, mailPort, key, secret, templates, numbersKept, messagesKept);
    }

    /** Reached under one more name. */
    public SimulatorOptions withName(String name) {
        List<String> more = Stream.concat(names.stream(), Stream.of(name)).toList();
        return new SimulatorOptions(host, more, port, mailPort, key, secret, templates, numbersKept, messagesKept);
    }

    public SimulatorOptions withPort(int number) {
        return new SimulatorOptions(host, names, number, mailPort, key, secret, templates, numbersKept, messagesKept);
    }

    public SimulatorOptions withMailPort(int number) {
        return new SimulatorOptions(
                host, names, port, OptionalInt.of(number), key, secret, templates, numbersKept, messagesKept);
    }

    public SimulatorOptions withCredentials(String newKey, String newSecret) {
        return new SimulatorOptions(
                host, names, port, mailPort, newKey, newSecret, templates, numbersKept, messagesKept);
    }

    public SimulatorOptions withTemplates(Template... those) {
        return new SimulatorOptions(
                host, names, port, mailPort, key, secret, List.of(those), numbersKept, messagesKept);
    }

    public SimulatorOptions keeping(int numbers, int messagesPerNumber) {
        return new SimulatorOptions(host, names, port, mailPort, key, secret, templates, numbers, messagesPerNumber);
    }

    @Override
    public String toString() {
        return "SimulatorOptions[" + host + ":" + port + ", key " + key + "]";
    }
}
