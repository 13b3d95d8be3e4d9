package io.github.phonelatch.tools.simulator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each number received, and until when the next message of a template is refused. Keeps the newest messages of the numbers
 * that were written to last; a number that falls out takes all it has with it.
 */
final class Phones {
    private static final class Phone {
        final Deque<StoredMessage> messages = new ArrayDeque<>();
        final Map<String, Instant> windows = new HashMap<>();
    }

    private final int numbersKept;
    private final int messagesKept;
    /** The one written to last is last. */
    private final Map<String, Phone> phones = new LinkedHashMap<>();

    private final Map<String, StoredMessage> byId = new HashMap<>();

    Phones(int numbersKept, int messagesKept) {
        this.numbersKept = numbersKept;
        this.messagesKept = messagesKept;
    }

    void add(StoredMessage message) {
        Phone phone = touch(message.sent().to());
        phone.messages.addLast(message);
        byId.put(message.sent().id(), message);
        if (phone.messages.size() > messagesKept) {
            byId.remove(phone.messages.removeFirst().sent().id());
        }
    }

    void openWindow(String to, String templateId, Instant until, Instant now) {
        Map<String, Instant> windows = touch(to).windows;
        windows.values().removeIf(end -> !now.isBefore(end));
        windows.put(templateId, until);
    }

    void closeWindow(String to, String templateId) {
        Phone phone = phones.get(to);
        if (phone != null) {
            phone.windows.remove(templateId);
        }
    }

    boolean windowIsOpen(String to, String templateId, Instant now) {
        Phone phone = phones.get(to);
        if (phone == null) {
            return false;
        }
        Instant until = phone.windows.get(templateId);
        return until != null && now.isBefore(until);
    }

    Optional<StoredMessage> byId(String messageId) {
        return Optional.ofNullable(byId.get(messageId));
    }

    /** Newest last. */
    List<SentMessage> messages(String to) {
        Phone phone = phones.get(to);
        return phone == null
                ? List.of()
                : phone.messages.stream().map(StoredMessage::now).toList();
    }

    /** Numbers with a message, the one written to last first. */
    List<String> numbers() {
        List<String> numbers = new ArrayList<>();
        phones.forEach((number, phone) -> {
            if (!phone.messages.isEmpty()) {
                numbers.add(number);
            }
        });
        Collections.reverse(numbers);
        return numbers;
    }

    void clear() {
        phones.clear();
        byId.clear();
    }

    private Phone touch(String to) {
        Phone known = phones.remove(to);
        Phone phone = known == null ? new Phone() : known;
        phones.put(to, phone);
        if (phones.size() > numbersKept) {
            String oldest = phones.keySet().iterator().next();
            Phone dropped = phones.remove(oldest);
            if (dropped != null) {
                dropped.messages.forEach(message -> byId.remove(message.sent().id()));
            }
        }
        return phone;
    }
}
