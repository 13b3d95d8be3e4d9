package io.github.phonelatch.tools.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The newest mails of all addresses together. */
final class Mails {
    private final int kept;
    private final Deque<SentMail> mails = new ArrayDeque<>();

    Mails(int kept) {
        this.kept = kept;
    }

    /** Addresses are compared in this form: no mail service of today tells capital letters from small ones. */
    static String normalized(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }

    void add(SentMail mail) {
        mails.addLast(mail);
        if (mails.size() > kept) {
            mails.removeFirst();
        }
    }

    /** By address, the one written to last first; the mails of each newest last. */
    Map<String, List<SentMail>> byAddress() {
        Map<String, List<SentMail>> lastWrittenLast = new LinkedHashMap<>();
        for (SentMail mail : mails) {
            List<SentMail> those = lastWrittenLast.remove(mail.to());
            List<SentMail> more = those == null ? new ArrayList<>() : those;
            more.add(mail);
            lastWrittenLast.put(mail.to(), more);
        }
        List<String> addresses = new ArrayList<>(lastWrittenLast.keySet());
        Collections.reverse(addresses);
        Map<String, List<SentMail>> byAddress = new LinkedHashMap<>();
        addresses.forEach(address -> byAddress.put(address, lastWrittenLast.getOrDefault(address, List.of())));
        return byAddress;
    }

    /** Newest last. */
    List<SentMail> to(String address) {
        String wanted = normalized(address);
        return mails.stream().filter(mail -> mail.to().equals(wanted)).toList();
    }

    /** Newest last. */
    List<SentMail> all() {
        return List.copyOf(mails);
    }

    void clear() {
        mails.clear();
    }
}
