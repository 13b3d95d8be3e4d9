package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.RealmSettings.Sending.PerPrefix;
import io.github.phonelatch.support.Keys.Namer;
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
 * Which share of a prefix's last codes was typed. Who has messages sent to numbers of their own earns from the messages and types
 * none of the codes.
 */
final class ConversionLimit {
    private static final Logger LOG = Logger.getLogger(ConversionLimit.class);
    /** As many messages tell what becomes of a prefix's. */
    private static final int SAMPLE = 50;

    /** Twice as many as hold a sample, since those of a node that only checks codes hold no message. */
    private static final int BATCHES = 20;

    private static final Duration SAMPLE_KEPT = Duration.ofDays(30);
    private static final Duration BLOCKED_FOR = Duration.ofHours(24);
    private static final String VERSION = "v";
    private static final String FORMAT = "1";
    private static final String SENT = "sent";
    private static final String VERIFIED = "verified";
    private static final String AT = "at";
    private static final String UNTIL = "until";

    private final PerPrefix settings;
    private final NodePermits permits;

    ConversionLimit(RealmSettings settings, NodePermits permits) {
        this.settings = settings.sending().prefix();
        this.permits = permits;
    }

    Optional<Refusal> refusal(Entries entries, Namer names, CodeRequest request, Instant now) {
        return entries.get(block(name(names, request, request.requester())))
                .filter(ConversionLimit::isReadable)
                .map(notes -> RecordFields.instant(notes, UNTIL))
                .filter(now::isBefore)
                .map(until -> Refusal.of(Problem.LOW_CONVERSION, Duration.between(now, until)));
    }

    void sent(Entries entries, Namer names, CodeRequest request, Duration codeLifetime, Instant now) {
        if (!settings.minimumConversion().isOff()) {
            String name = name(names, request, request.requester());
            permits.conversion(name).sent(now, codeLifetime);
            store(entries, name, request, now);
        }
    }

    void verified(
            Entries entries,
            Namer names,
            CodeRequest request,
            Requester requester,
            Duration codeLifetime,
            Instant now) {
        if (!settings.minimumConversion().isOff()) {
            String name = name(names, request, requester);
            permits.conversion(name).verified(now, codeLifetime);
            store(entries, name, request, now);
        }
    }

    /** Stores what has rested here, and blocks the prefix where that completes a sample of which too little was typed. */
    private void store(Entries entries, String name, CodeRequest request, Instant now) {
        Optional<Conversion.Batch> ripe = permits.conversion(name).ripe(now);
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
                || verified * 100L >= (long) settings.minimumConversion().value() * sent) {
            keep(entries, name, stored, ripe.get(), now);
            return;
        }
        Slots.clear(entries, name, BATCHES, BATCHES);
        entries.put(block(name), BLOCKED_FOR, Map.of(VERSION, FORMAT, UNTIL, RecordFields.of(now.plus(BLOCKED_FOR))));
        LOG.warnf(
                "Numbers that begin with %s get no codes for 24 hours: of the last %d sent to them only %d were typed, fewer"
                        + " than minimum-conversion-percent (%d). Somebody may be making money of messages that nobody reads.",
                RealmLimits.prefix(request.number()),
                sent,
                verified,
                settings.minimumConversion().value());
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

    /** Not what a later release stores otherwise, nor a slot that was taken a moment ago. */
    private static boolean isReadable(Map<String, String> notes) {
        return FORMAT.equals(notes.get(VERSION));
    }

    /** Beside the others, or in place of the oldest: what is sampled are the last messages. */
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

    private static String name(Namer names, CodeRequest request, Requester requester) {
        return names.name("conversion", requester.name(), RealmLimits.prefix(request.number()));
    }

    private static String block(String name) {
        return name + ":blocked";
    }
}
