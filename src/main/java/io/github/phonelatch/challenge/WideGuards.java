package io.github.phonelatch.challenge;

import io.github.phonelatch.challenge.Ledger.Block;
import io.github.phonelatch.challenge.Ledger.Spent;
import io.github.phonelatch.challenge.Origin.Wide;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Networks;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * The limits wider than one person or number: what a realm, a country, a prefix and a network address may use up, and prefixes
 * whose codes hardly anybody types. They are asked, in a transaction of their own, before anything is written for a number.
 */
final class WideGuards {
    private static final Logger LOG = Logger.getLogger(WideGuards.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    /** A limit of more than so many messages is claimed in that many blocks: one block is a percent of it. */
    private static final int MOST_BLOCKS = 100;
    /** A prefix is a number without so many digits at its end. */
    private static final int WITHIN_PREFIX = 4;

    /** As many messages tell what becomes of a prefix's. */
    private static final int SAMPLE = 50;

    /** Twice as many as hold a sample, since those of a node that only checks codes hold no message. */
    private static final int BATCHES = 20;

    private static final Duration SAMPLE_KEPT = Duration.ofDays(30);
    private static final Duration BLOCKED_FOR = Duration.ofHours(24);
    private static final String SENT = "sent";
    private static final String VERIFIED = "verified";
    private static final String AT = "at";
    private static final String UNTIL = "until";
    /** Of records of batches and blocks. */
    private static final String VERSION = "v";

    private final Store store;
    private final RealmSettings settings;
    private final InstantSource clock;
    private final Journal journal;
    private final Ledger ledger;
    private final Origin origin;

    WideGuards(
            Store store, RealmSettings settings, InstantSource clock, Journal journal, Ledger ledger, Origin origin) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.journal = journal;
        this.ledger = ledger;
        this.origin = origin;
    }

    /** Either every limit let the message pass and this is what it used up, or nothing is used up and this is why. */
    record Passed(List<Used> used, Optional<Conversion> conversion, Optional<Refusal> refusal) {
        static Passed refused(Refusal refusal) {
            return new Passed(List.of(), Optional.empty(), Optional.of(refusal));
        }
    }

    /** What a message used up of a limit. */
    private record Used(Wide limit, Spent spent) {}

    /** At most so many messages within the window, claimed in blocks. */
    private record Limit(Wide wide, String name, int count, Duration window, Problem problem) {
        int block() {
            return (count + MOST_BLOCKS - 1) / MOST_BLOCKS;
        }

        int blocks() {
            return (count + block() - 1) / block();
        }

        /** The last one may be smaller. */
        int size(int index) {
            return Math.min(block(), count - index * block());
        }
    }

    Passed take(Namer names, Claim claim, Duration codeLifetime, Instant now) {
        Optional<Refusal> unknown = unknownAddress();
        if (unknown.isPresent()) {
            return Passed.refused(unknown.get());
        }
        List<Limit> limits = limits(names, claim);
        Optional<Limit> full = limits.stream()
                .filter(limit -> ledger.isFull(limit.name(), now))
                .findFirst();
        if (full.isPresent()) {
            return Passed.refused(refusal(full.get(), now));
        }
        List<Used> used = new ArrayList<>();
        List<Limit> unclaimed = new ArrayList<>();
        for (Limit limit : limits) {
            ledger.spend(limit.name(), now)
                    .ifPresentOrElse(spent -> used.add(new Used(limit.wide(), spent)), () -> unclaimed.add(limit));
        }
        boolean passed = false;
        try {
            Optional<Refusal> refusal = claimAll(names, claim, unclaimed, used, now);
            passed = refusal.isEmpty();
            if (refusal.isPresent()) {
                return Passed.refused(refusal.get());
            }
        } finally {
            if (!passed) {
                // What lay open here already. What was claimed just now was given back with its transaction.
                used.forEach(one -> ledger.giveBack(one.spent()));
            }
        }
        Optional<Conversion> conversion = counted(claim).map(standing -> conversion(names, claim, standing));
        conversion.ifPresent(counts -> counts.sent(now, codeLifetime));
        return new Passed(List.copyOf(used), conversion, Optional.empty());
    }

    /**
     * Gives back what a message used up that was certainly not sent.
     *
     * @param asked whether the provider was asked to: then the address pays for it all the same, or who is signed in could have it
     *     refuse numbers for as long as they like
     */
    void giveBack(Entries entries, Passed passed, boolean asked) {
        passed.used().stream()
                .filter(one -> !asked || one.limit() != Wide.ADDRESS)
                .forEach(one -> ledger.giveBack(one.spent()).ifPresent(entries::remove));
        passed.conversion().ifPresent(Conversion::notSent);
    }

    /** A code was typed that was right. */
    void verified(Namer names, Claim claim, Standing standing, Duration codeLifetime, Instant now) {
        if (settings.minimumConversionPercent() > 0 && standing != Standing.CLAIMED) {
            conversion(names, claim, standing).verified(now, codeLifetime);
        }
    }

    // --- claiming ---------------------------------------------------------------------------------------------------

    private Optional<Refusal> claimAll(Namer names, Claim claim, List<Limit> unclaimed, List<Used> used, Instant now) {
        Optional<Conversion> conversion = origin.passes(Wide.CONVERSION) && settings.minimumConversionPercent() > 0
                ? Optional.of(conversion(names, claim, written(claim.standing())))
                : Optional.empty();
        if (unclaimed.isEmpty() && conversion.isEmpty()) {
            return Optional.empty();
        }
        // From anywhere, so that a limit with many slots is not looked through each time; then all of them, in order.
        Claimed claimed = claimAnywhere(names, claim, unclaimed, conversion, now);
        if (claimed.full().isPresent()) {
            claimed = store.run(entries -> claim(entries, unclaimed, false, now));
        }
        if (claimed.full().isPresent()) {
            Limit full = claimed.full().get();
            ledger.full(full.name(), now);
            warn(full);
            return Optional.of(refusal(full, now));
        }
        // Only now are they committed.
        for (int i = 0; i < claimed.blocks().size(); i++) {
            show(names, claim, unclaimed.get(i));
            used.add(new Used(
                    unclaimed.get(i).wide(), ledger.open(claimed.blocks().get(i))));
        }
        return claimed.refusal();
    }

    /** Lets the use of a budget be watched. Of the three that are counted apart the fullest is what matters. */
    private void show(Namer names, Claim claim, Limit limit) {
        if (limit.wide() == Wide.REALM || limit.wide() == Wide.COUNTRY) {
            String country = claim.number().country();
            List<String> accounts = Arrays.stream(Standing.values())
                    .map(standing -> budgetName(names, limit.wide(), standing, country))
                    .toList();
            Ledger claimed = ledger;
            InstantSource time = clock;
            journal.budgetClaimed(
                    limit.wide() == Wide.REALM ? "realm" : country,
                    () -> accounts.stream()
                                    .mapToInt(account -> claimed.claimed(account, time.instant()))
                                    .max()
                                    .orElse(0)
                            / (double) limit.count());
        }
    }

    private static String budgetName(Namer names, Wide wide, Standing standing, String country) {
        return wide == Wide.REALM
                ? names.name("sends-realm", standing.name())
                : names.name("sends-country", standing.name(), country);
    }

    private record Claimed(List<Block> blocks, Optional<Limit> full, Optional<Refusal> refusal) {
        static Claimed refused(Refusal refusal) {
            return new Claimed(List.of(), Optional.empty(), Optional.of(refusal));
        }
    }

    private Claimed claimAnywhere(
            Namer names, Claim claim, List<Limit> unclaimed, Optional<Conversion> conversion, Instant now) {
        Optional<Conversion.Batch> ripe = conversion.flatMap(counts -> counts.ripe(now));
        boolean stored = false;
        try {
            Claimed claimed = store.run(entries -> conversion
                    .flatMap(counts -> blocked(entries, names, claim, ripe, now))
                    .map(Claimed::refused)
                    .orElseGet(() -> claim(entries, unclaimed, true, now)));
            stored = true;
            return claimed;
        } finally {
            if (!stored) {
                ripe.ifPresent(batch -> conversion.orElseThrow().putBack(batch));
            }
        }
    }

    private static Claimed claim(Entries entries, List<Limit> limits, boolean anywhere, Instant now) {
        List<Slot> slots = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        for (Limit limit : limits) {
            int first = anywhere ? ThreadLocalRandom.current().nextInt(limit.blocks()) : 0;
            Optional<Slot> slot = Slots.takeFrom(entries, limit.name(), first, limit.blocks(), limit.window());
            if (slot.isEmpty()) {
                slots.forEach(other -> other.release(entries));
                return new Claimed(List.of(), Optional.of(limit), Optional.empty());
            }
            slots.add(slot.get());
            blocks.add(new Block(
                    limit.name(), slot.get().key(), limit.size(slot.get().index()), now.plus(limit.window())));
        }
        return new Claimed(blocks, Optional.empty(), Optional.empty());
    }

    private Refusal refusal(Limit limit, Instant now) {
        return Refusal.of(
                limit.problem(),
                ledger.earliestEnd(limit.name(), now)
                        .map(end -> Duration.between(now, end))
                        .orElse(limit.window()));
    }

    /** What only an admin can know: whether it is an attack or a limit too low. Once for a while, since each is refused quickly. */
    private void warn(Limit full) {
        if (full.wide() == Wide.REALM || full.wide() == Wide.COUNTRY) {
            LOG.warnf(
                    "No more codes are sent: %d messages were asked for within 24 hours, as many as the setting %s allows.",
                    full.count(), full.wide() == Wide.REALM ? "realm-budget-per-day" : "country-budgets");
        }
    }

    // --- which limits -----------------------------------------------------------------------------------------------

    private List<Limit> limits(Namer names, Claim claim) {
        String standing = claim.standing().name();
        PhoneNumber number = claim.number();
        List<Limit> limits = new ArrayList<>();
        add(
                limits,
                Wide.REALM,
                budgetName(names, Wide.REALM, claim.standing(), number.country()),
                settings.realmBudgetPerDay(),
                DAY,
                Problem.REALM_BUDGET);
        add(
                limits,
                Wide.COUNTRY,
                budgetName(names, Wide.COUNTRY, claim.standing(), number.country()),
                settings.countryBudget(number.country()),
                DAY,
                Problem.COUNTRY_BUDGET);
        add(
                limits,
                Wide.PREFIX,
                names.name("sends-prefix", standing, prefix(number)),
                settings.sendsPerPrefixPerHour(),
                HOUR,
                Problem.PREFIX_LIMIT);
        network()
                .ifPresent(network -> add(
                        limits,
                        Wide.ADDRESS,
                        names.name("sends-address", standing, network),
                        settings.sendsPerAddressPerHour(),
                        HOUR,
                        Problem.ADDRESS_LIMIT));
        return limits;
    }

    /** A limit of 0 is none. */
    private void add(List<Limit> limits, Wide wide, String name, int count, Duration window, Problem problem) {
        if (origin.passes(wide) && count > 0) {
            limits.add(new Limit(wide, name, count, window, problem));
        }
    }

    private Optional<Refusal> unknownAddress() {
        boolean unknown = origin.passes(Wide.ADDRESS)
                && settings.sendsPerAddressPerHour() > 0
                && Networks.Address.of(origin.address()).isEmpty();
        if (!unknown) {
            return Optional.empty();
        }
        LOG.error(
                "No code is sent to somebody whose network address is not known: check proxy-headers and what the proxy sends.");
        return Optional.of(Refusal.of(Problem.UNAVAILABLE));
    }

    /** Whose sends are counted together; empty where nobody's are. */
    private Optional<String> network() {
        return Networks.Address.of(origin.address())
                .filter(address -> !settings.trustedNetworks().contain(address))
                .map(Networks.Address::household);
    }

    private static String prefix(PhoneNumber number) {
        String e164 = number.e164();
        return e164.substring(0, e164.length() - WITHIN_PREFIX);
    }

    // --- conversion -------------------------------------------------------------------------------------------------

    /** Nobody is written to in the name of what a stranger typed, so it is the hidden half whose messages count. */
    private static Standing written(Standing standing) {
        return standing == Standing.CLAIMED ? Standing.UNPROVEN : standing;
    }

    private Optional<Standing> counted(Claim claim) {
        return origin.message() && settings.minimumConversionPercent() > 0
                ? Optional.of(claim.standing())
                : Optional.empty();
    }

    private Conversion conversion(Namer names, Claim claim, Standing standing) {
        return ledger.conversion(conversionName(names, claim, standing));
    }

    private static String conversionName(Namer names, Claim claim, Standing standing) {
        return names.name("conversion", standing.name(), prefix(claim.number()));
    }

    private Optional<Refusal> blocked(
            Entries entries, Namer names, Claim claim, Optional<Conversion.Batch> ripe, Instant now) {
        String name = conversionName(names, claim, written(claim.standing()));
        String block = name + ":blocked";
        Optional<Refusal> blocked = entries.get(block)
                .map(notes -> Notes.instant(notes, UNTIL))
                .filter(now::isBefore)
                .map(until -> Refusal.of(Problem.LOW_CONVERSION, Duration.between(now, until)));
        if (blocked.isPresent() || ripe.isEmpty()) {
            return blocked;
        }
        List<Stored> stored = sample(entries, name);
        int sent = ripe.get().sent();
        int verified = ripe.get().verified();
        for (Stored batch : stored) {
            if (sent < SAMPLE) {
                sent += batch.sent();
                verified += batch.verified();
            }
        }
        if (sent >= SAMPLE && verified * 100L < (long) settings.minimumConversionPercent() * sent) {
            Slots.clear(entries, name, BATCHES, BATCHES);
            entries.put(block, BLOCKED_FOR, Map.of(VERSION, "1", UNTIL, Notes.of(now.plus(BLOCKED_FOR))));
            LOG.warnf(
                    "Numbers that begin with %s get no codes for 24 hours: of the last %d sent to them only %d were typed, fewer"
                            + " than minimum-conversion-percent (%d). Somebody may be making money of messages that nobody reads.",
                    prefix(claim.number()), sent, verified, settings.minimumConversionPercent());
            return Optional.of(Refusal.of(Problem.LOW_CONVERSION, BLOCKED_FOR));
        }
        keep(entries, name, stored, ripe.get(), now);
        return Optional.empty();
    }

    /** A batch that some node stored. */
    private record Stored(String key, int sent, int verified, Instant at) {}

    /** From the newest to the oldest. */
    private static List<Stored> sample(Entries entries, String name) {
        List<Stored> sample = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            String key = name + ":" + i;
            entries.get(key)
                    .filter(notes -> notes.containsKey(SENT))
                    .ifPresent(notes -> sample.add(new Stored(
                            key,
                            Integer.parseInt(Notes.text(notes, SENT)),
                            Integer.parseInt(Notes.text(notes, VERIFIED)),
                            Notes.instant(notes, AT))));
        }
        sample.sort(Comparator.comparing(Stored::at).reversed());
        return sample;
    }

    /** Beside the others, or in place of the oldest: what is sampled are the last messages. */
    private static void keep(Entries entries, String name, List<Stored> stored, Conversion.Batch batch, Instant now) {
        Map<String, String> notes = Map.of(
                VERSION,
                "1",
                SENT,
                Integer.toString(batch.sent()),
                VERIFIED,
                Integer.toString(batch.verified()),
                AT,
                Notes.of(now));
        String key = Slots.take(entries, name, BATCHES, SAMPLE_KEPT)
                .map(Slot::key)
                .orElseGet(() -> stored.isEmpty()
                        ? name + ":0"
                        : stored.get(stored.size() - 1).key());
        entries.put(key, SAMPLE_KEPT, notes);
    }
}
