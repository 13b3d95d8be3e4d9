package io.github.phonelatch.docs;

import io.github.phonelatch.it.support.Phone;
import java.util.List;

/** Somebody who types the codes from their phones, one phone after the other, and may slip first at each. */
record TypingPerson(List<Phone> phones, boolean slips) {
    TypingPerson(Phone phone, boolean slips) {
        this(List.of(phone), slips);
    }

    /** How often they type. */
    int entries() {
        return phones.size() * entriesOfEach();
    }

    /** Whether the code is there that they read for this entry, the first being 0. */
    boolean hasTheCodeOf(int entry) {
        return !phone(entry).messages().isEmpty();
    }

    /** Waits for the message. */
    String types(int entry) {
        return slips && entry % 2 == 0 ? phone(entry).wrongCode() : phone(entry).code();
    }

    private Phone phone(int entry) {
        return phones.get(entry / entriesOfEach());
    }

    private int entriesOfEach() {
        return slips ? 2 : 1;
    }
}
