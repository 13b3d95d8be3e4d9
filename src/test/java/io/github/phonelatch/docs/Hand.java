package io.github.phonelatch.docs;

import io.github.phonelatch.it.support.Phone;
import java.util.List;

/** Somebody who types the code from their phone, and may slip first. */
record Hand(Phone phone, boolean slips) {
    boolean hasACode() {
        return !phone.messages().isEmpty();
    }

    /** Waits for the message. */
    List<String> types() {
        return slips ? List.of(phone.wrongCode(), phone.code()) : List.of(phone.code());
    }
}
