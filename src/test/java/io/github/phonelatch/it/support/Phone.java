package io.github.phonelatch.it.support;

import io.github.phonelatch.tools.simulator.SentMessage;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.List;
import java.util.Optional;

/** A phone in somebody's hand: a number of its own, and what it received. */
public final class Phone {
    private final Simulator simulator;
    private final String number;

    /** A phone that no other test has. */
    public Phone(Simulator simulator) {
        this(simulator, Numbers.next());
    }

    public Phone(Simulator simulator, String number) {
        this.simulator = simulator;
        this.number = number;
    }

    /** In E.164. */
    public String number() {
        return number;
    }

    /** What it received, the newest last. */
    public List<SentMessage> messages() {
        return simulator.control().messages(number);
    }

    /** The code received last. Waits for the first message: a page may come before its message does. */
    public String code() {
        return Await.value("a message at " + number, () -> last()).code();
    }

    /** The code of the message with this number, the first being 1. Waits for it. */
    public String code(int message) {
        return Await.value(
                        "message " + message + " at " + number,
                        () -> messages().stream().skip(message - 1L).findFirst())
                .code();
    }

    /** A code that was not received, of the same length. */
    public String wrongCode() {
        String right = code();
        char first = right.charAt(0);
        return (first == '9' ? '0' : (char) (first + 1)) + right.substring(1);
    }

    /** How often the provider was asked to send to it, whatever it answered. */
    public int sendCalls() {
        return simulator.control().sendCalls(number);
    }

    /** How often the provider was asked to check a code it received. */
    public int verifyCalls() {
        return messages().stream()
                .mapToInt(message -> simulator.control().verifyCalls(message.id()))
                .sum();
    }

    private Optional<SentMessage> last() {
        return simulator.control().lastMessage(number);
    }
}
