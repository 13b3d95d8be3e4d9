package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Detects SMS pumping by the share of a prefix's last codes that were entered. A fraudster who earns from messages to
 * numbers of their own enters none of the codes.
 */
final class ConversionLimit {
    private static final Logger LOG = Logger.getLogger(ConversionLimit.class);
    /** So many messages show what becomes of a prefix's codes. */
    private static final int SAMPLE = 50;

    /** Twice as many as a sample fills, because the batches of a node that only checks codes hold no message. */
    private static final int BATCHES = 20;

    private static final Duration SAMPLE_KEPT = Duration.ofDays(30);
    private static final Duration BLOCKED_FOR = Duration.ofHours(24);
    private static final String VERSION = "v";
    private static final String FORMAT = "1";
    private static final String SENT = "sent";
    private static final String VERIFIED = "verified";
    private static final String AT = "at";
    private static final String UNTIL = "until";

    private final Keys keys;
    private final RealmSettings settings;
    private final NodePermits node;

    ConversionLimit(Keys keys, RealmSettings settings, NodePermits node) {
        this.keys = keys;
        this.settings = settings;
        this.node = node;
    }

    /** Whether the prefix gets no message now. */
    Optional<Refusal> refusal(Entries entries, CodeRequest request, Instant now) {
        return entries.get(block(name(request, request.requester())))
                .filter(ConversionLimit::isReadable)
                .map(notes -> RecordFields.instant(notes, UNTIL))
                .filter(now::isBefore)
                .map(until -> Refusal.of(Problem.LOW_CONVERSION, Duration.between(now, until)));
    }

    /** The provider took a message to the prefix. */
    void sent(Entries entries, CodeRequest request, Duration codeLifetime, Instant now) {
        if (!settings.sending().prefix().minimumConversion().isOff()) {
            String name = name(request, request.requester());
            node.conversion(name).sent(now, codeLifetime);
            store(entries, name, request, now);
        }
    }

    /** A code of a message to the prefix was entered and right. */
    void verified(Entries entries, CodeRequest request, Requester requester, Duration codeLifetime, Instant now) {
        if (!settings.sending().prefix().minimumConversion().isOff()) {
            String name = name(request, requester);
            node.conversion(name).verified(now, codeLifetime);
            store(entries, name, request, now);
        }
    }

    /** Stores what has rested here, and blocks the prefix where that completes a sample with too few right codes. */
    private void store(Entries entries, String name, CodeRequest request, Instant now) {
        Optional<Conversion.Batch> ripe = node.conversion(name).ripe(now);
        if (ripe.isEmpty()) {
            return;
        }
        List<Stored> stored = stored(entries, name);
        int sent = ripe.get().sent();
        int verified = ripe.get().verified();
        for (Stored batch : stored) {
            if (sent < SAMPLE) {
                sent += batch.sent();
                verified += batch.verified();
            }
        }
        if (sent < SAMPLE
                || verified * 100L
                        >= (long) settings.sending()
                                        .prefix()
                                        .minimumConversion()
                                        .value()
                                * sent) {
            keep(entries, name, stored, ripe.get(), now);
            return;
        }
        Slots.clear(entries, name, BATCHES, BATCHES);
        entries.put(block(name), BLOCKED_FOR, Map.of(VERSION, FORMAT, UNTIL, RecordFields.of(now.plus(BLOCKED_FOR))));
        LOG.warnf(
                "Numbers that begin with %s get no codes for 24 hours: of the last %d sent to them only %d were typed, fewer"
                        + " than minimum-conversion-percent (%d). Somebody may be making money of messages that nobody reads.",
                NumberPrefix.of(request.number()),
                sent,
                verified,
                settings.sending().prefix().minimumConversion().value());
    }

    /** A batch that some node stored. */
    private record Stored(String key, int sent, int verified, Instant at) {}

    /** From the newest to the oldest. */
    private static List<Stored> stored(Entries entries, String name) {
        List<Stored> stored = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            String key = name + ":" + i;
            entries.get(key)
                    .filter(ConversionLimit::isReadable)
                    .ifPresent(notes -> stored.add(new Stored(
                            key,
                            Integer.parseInt(RecordFields.text(notes, SENT)),
                            Integer.parseInt(RecordFields.text(notes, VERIFIED)),
                            RecordFields.instant(notes, AT))));
        }
        stored.sort(Comparator.comparing(Stored::at).reversed());
        return stored;
    }

    /** False for a format of a later release, and for a slot that was taken a moment ago. */
    private static boolean isReadable(Map<String, String> notes) {
        return FORMAT.equals(notes.get(VERSION));
    }

    /** Beside the others, or in place of the oldest, because the last messages are sampled. */
    private static void keep(Entries entries, String name, List<Stored> stored, Conversion.Batch batch, Instant now) {
        Map<String, String> notes = Map.of(
                VERSION,
                FORMAT,
                SENT,
                Integer.toString(batch.sent()),
                VERIFIED,
                Integer.toString(batch.verified()),
                AT,
                RecordFields.of(now));
        String key = Slots.take(entries, name, BATCHES, SAMPLE_KEPT)
                .map(Slot::key)
                .orElseGet(() -> stored.isEmpty()
                        ? name + ":0"
                        : stored.get(stored.size() - 1).key());
        entries.put(key, SAMPLE_KEPT, notes);
    }

    private String name(CodeRequest request, Requester requester) {
        return keys.active().name("conversion", requester.name(), NumberPrefix.of(request.number()));
    }

    private static String block(String name) {
        return name + ":blocked";
    }
}
