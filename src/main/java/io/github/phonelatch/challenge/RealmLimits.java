package io.github.phonelatch.challenge;

import io.github.phonelatch.challenge.NodePermits.Lease;
import io.github.phonelatch.challenge.NodePermits.Permit;
import io.github.phonelatch.challenge.RequestSource.LimitScope;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.RealmSettings.Sending;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Networks;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import io.github.phonelatch.support.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jboss.logging.Logger;

/**
 * The limits wider than one person or number: what a realm, a country, a prefix and a network address may use up, and prefixes
 * whose codes hardly anybody types. They are asked, in a transaction of their own, before anything is written for a number.
 */
final class RealmLimits {
    private static final Logger LOG = Logger.getLogger(RealmLimits.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    /** A limit of more than so many messages is claimed in that many blocks: one block is a percent of it. */
    private static final int MOST_BLOCKS = 100;
    /** How long another request may take to claim a block, as long as a page waits for a message. */
    private static final Duration LONGEST_OPENING = Duration.ofSeconds(3);

    /** A prefix is a number without so many digits at its end. */
    private static final int WITHIN_PREFIX = 4;

    private final Store store;
    private final Sending settings;
    private final InstantSource clock;
    private final ChallengeListener listener;
    private final NodePermits permits;
    private final RequestSource origin;
    private final ConversionLimit conversion;

    RealmLimits(
            Store store,
            RealmSettings settings,
            InstantSource clock,
            ChallengeListener listener,
            NodePermits permits,
            RequestSource origin) {
        this.store = store;
        this.settings = settings.sending();
        this.clock = clock;
        this.listener = listener;
        this.permits = permits;
        this.origin = origin;
        this.conversion = new ConversionLimit(settings, permits);
    }

    /** Either every limit let the message pass and this is what it used up, or nothing is used up and this is why. */
    record Passed(List<Used> used, Optional<Refusal> refusal) {
        static final Passed NOTHING = new Passed(List.of(), Optional.empty());
    }

    /** What a message used up of a limit. */
    private record Used(LimitScope limit, Permit spent) {}

    /** At most so many messages within the window, claimed in blocks. */
    private record Limit(LimitScope wide, String name, int count, Duration window, Problem problem) {
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

    /** Why nothing may be sent, where this node knows it without asking the store. Takes nothing. */
    Optional<Refusal> known(Namer names, CodeRequest request, Instant now) {
        return unknownAddress(now)
                .or(() -> limits(names, request).stream()
                        .filter(limit -> permits.isFull(limit.name(), now))
                        .findFirst()
                        .map(limit -> refusal(limit, now)));
    }

    /** Whether the prefix gets nothing, since hardly any of its codes was typed. Takes nothing. */
    Optional<Refusal> blocked(Entries entries, Namer names, CodeRequest request, Instant now) {
        return origin.passes(LimitScope.CONVERSION)
                        && !settings.prefix().minimumConversion().isOff()
                ? conversion.refusal(entries, names, request, now)
                : Optional.empty();
    }

    /** To be asked by who has asked {@link #known} and {@link #blocked}: what is taken here others may be refused meanwhile. */
    Passed take(Namer names, CodeRequest request, Instant now) {
        List<Used> used = new ArrayList<>();
        boolean passed = false;
        try {
            Optional<Refusal> refusal = take(names, request, used, now);
            passed = refusal.isEmpty();
            return new Passed(passed ? List.copyOf(used) : List.of(), refusal);
        } finally {
            if (!passed) {
                giveBack(used);
            }
        }
    }

    private Optional<Refusal> take(Namer names, CodeRequest request, List<Used> used, Instant now) {
        List<Limit> exact = new ArrayList<>();
        for (Limit limit : limits(names, request)) {
            Optional<Permit> open = permits.spend(limit.name(), now);
            if (open.isPresent()) {
                used.add(new Used(limit.wide(), open.get()));
            } else if (limit.block() == 1) {
                exact.add(limit);
            } else {
                Optional<Permit> spent = openBlock(limit, now);
                if (spent.isEmpty()) {
                    return Optional.of(full(limit, now));
                }
                used.add(new Used(limit.wide(), spent.get()));
                show(names, request, limit);
            }
        }
        return takeExact(names, request, exact, used, now);
    }

    /**
     * Gives back what a message used up that was certainly not sent.
     *
     * @param addressPays whether it counts for the address all the same
     */
    void giveBack(Entries entries, Passed passed, boolean addressPays) {
        passed.used().stream()
                .filter(one -> !addressPays || one.limit() != LimitScope.ADDRESS)
                .forEach(one -> permits.giveBack(one.spent()).ifPresent(entries::remove));
    }

    /** The same in a transaction of its own. Where that fails, what was used stays used until its window has passed. */
    void giveBack(Passed passed) {
        giveBack(passed.used());
    }

    private void giveBack(List<Used> used) {
        release(used.stream()
                .flatMap(one -> permits.giveBack(one.spent()).stream())
                .toList());
    }

    private void release(List<String> slots) {
        if (slots.isEmpty()) {
            return;
        }
        try {
            store.run(entries -> {
                slots.forEach(entries::remove);
                return slots;
            });
        } catch (StoreException e) {
            LOG.warnf(e, "What was counted for messages that were not sent stays counted for now");
        }
    }

    /** The message was taken by the provider. */
    void sent(Entries entries, Namer names, CodeRequest request, Duration codeLifetime, Instant now) {
        if (origin.message()) {
            conversion.sent(entries, names, request, codeLifetime, now);
        }
    }

    /** A code was typed that was right. */
    void verified(
            Entries entries,
            Namer names,
            CodeRequest request,
            Requester requester,
            Duration codeLifetime,
            Instant now) {
        if (requester != Requester.ANONYMOUS_INPUT) {
            conversion.verified(entries, names, request, requester, codeLifetime, now);
        }
    }

    // --- claiming ---------------------------------------------------------------------------------------------------

    /**
     * Claims a block in a transaction of its own, so that it is open here the moment it is taken there. One request at a time
     * does so and the others use what it opened: blocks that each of many claimed and gave back would be missed elsewhere.
     */
    private Optional<Permit> openBlock(Limit limit, Instant now) {
        Lock opening = permits.opening(limit.name());
        if (!acquired(opening)) {
            throw new StoreException("another request has been claiming the same limit for too long");
        }
        try {
            Optional<Permit> opened = permits.spend(limit.name(), now);
            return opened.isPresent() || permits.isFull(limit.name(), now) ? opened : leaseBlock(limit, now);
        } finally {
            opening.unlock();
        }
    }

    private Optional<Permit> leaseBlock(Limit limit, Instant now) {
        return store.run(entries -> request(entries, limit, true, now))
                .or(() -> store.run(entries -> request(entries, limit, false, now)))
                .map(block -> permits.open(block));
    }

    private static boolean acquired(Lock opening) {
        try {
            return opening.tryLock(LONGEST_OPENING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<Refusal> takeExact(
            Namer names, CodeRequest request, List<Limit> limits, List<Used> used, Instant now) {
        if (limits.isEmpty()) {
            return Optional.empty();
        }
        List<Lease> blocks = new ArrayList<>();
        Optional<Limit> full;
        try {
            full = store.run(entries -> leaseEach(entries, limits, true, blocks, now))
                    .flatMap(met -> store.run(entries -> leaseEach(entries, limits, false, blocks, now)));
        } catch (StoreException e) {
            // Infinispan keeps what was taken before it failed.
            release(blocks.stream().map(Lease::slot).toList());
            throw e;
        }
        if (full.isPresent()) {
            Limit met = full.get();
            // Who found the wider ones full may have found this very request, which has left them.
            limits.stream().takeWhile(wider -> !wider.equals(met)).forEach(wider -> permits.notFull(wider.name()));
            return Optional.of(full(met, now));
        }
        for (int i = 0; i < limits.size(); i++) {
            used.add(new Used(limits.get(i).wide(), permits.open(blocks.get(i))));
            show(names, request, limits.get(i));
        }
        return Optional.empty();
    }

    /**
     * Claims one of each limit, or nothing.
     *
     * @param blocks what was claimed, also where the transaction fails later
     * @return the one that is full
     */
    private static Optional<Limit> leaseEach(
            Entries entries, List<Limit> limits, boolean anywhere, List<Lease> blocks, Instant now) {
        for (Limit limit : limits) {
            Optional<Lease> block = request(entries, limit, anywhere, now);
            if (block.isEmpty()) {
                blocks.forEach(other -> entries.remove(other.slot()));
                blocks.clear();
                return Optional.of(limit);
            }
            blocks.add(block.get());
        }
        return Optional.empty();
    }

    /** @param anywhere to look from any slot to the last, since a limit with many is not to be looked through each time */
    private static Optional<Lease> request(Entries entries, Limit limit, boolean anywhere, Instant now) {
        int first = anywhere ? ThreadLocalRandom.current().nextInt(limit.blocks()) : 0;
        return Slots.takeFrom(entries, limit.name(), first, limit.blocks(), limit.window())
                .map(slot -> new Lease(limit.name(), slot.key(), limit.size(slot.index()), now.plus(limit.window())));
    }

    /** Lets the use of a budget be watched. Of those that are counted apart the fullest is what matters. */
    private void show(Namer names, CodeRequest request, Limit limit) {
        if (limit.wide() == LimitScope.REALM || limit.wide() == LimitScope.COUNTRY) {
            String country = request.number().country();
            List<String> accounts = Arrays.stream(Requester.values())
                    .map(requester -> budgetName(names, limit.wide(), requester, country))
                    .toList();
            NodePermits leased = permits;
            InstantSource time = clock;
            listener.budgetLeased(
                    limit.wide() == LimitScope.REALM ? "realm" : country,
                    () -> accounts.stream()
                                    .mapToInt(account -> leased.leased(account, time.instant()))
                                    .max()
                                    .orElse(0)
                            / (double) limit.count());
        }
    }

    private static String budgetName(Namer names, LimitScope wide, Requester requester, String country) {
        return wide == LimitScope.REALM
                ? names.name("sends-realm", requester.name())
                : names.name("sends-country", requester.name(), country);
    }

    private Refusal full(Limit limit, Instant now) {
        permits.full(limit.name(), now);
        warn(limit, now);
        return refusal(limit, now);
    }

    private Refusal refusal(Limit limit, Instant now) {
        return Refusal.of(
                limit.problem(),
                permits.earliestEnd(limit.name(), now)
                        .map(end -> Duration.between(now, end))
                        .orElse(limit.window()));
    }

    /** What only an admin can know: whether it is an attack or a limit too low. */
    private void warn(Limit full, Instant now) {
        if ((full.wide() == LimitScope.REALM || full.wide() == LimitScope.COUNTRY)
                && permits.isNews(full.name(), now)) {
            LOG.warnf(
                    "No more codes are sent: the %d messages of 24 hours that the setting %s allows are used up.",
                    full.count(), full.wide() == LimitScope.REALM ? "realm-budget-per-day" : "country-budgets");
        }
    }

    // --- which limits -----------------------------------------------------------------------------------------------

    private List<Limit> limits(Namer names, CodeRequest request) {
        String requester = request.requester().name();
        PhoneNumber number = request.number();
        List<Limit> limits = new ArrayList<>();
        add(
                limits,
                LimitScope.REALM,
                budgetName(names, LimitScope.REALM, request.requester(), number.country()),
                settings.budgets().realm().value(),
                DAY,
                Problem.REALM_BUDGET);
        add(
                limits,
                LimitScope.COUNTRY,
                budgetName(names, LimitScope.COUNTRY, request.requester(), number.country()),
                settings.budgets().country(number.country()).value(),
                DAY,
                Problem.COUNTRY_BUDGET);
        add(
                limits,
                LimitScope.PREFIX,
                names.name("sends-prefix", requester, prefix(number)),
                settings.prefix().perHour().value(),
                HOUR,
                Problem.PREFIX_LIMIT);
        network()
                .ifPresent(network -> add(
                        limits,
                        LimitScope.ADDRESS,
                        names.name("sends-address", requester, network),
                        settings.address().perHour().value(),
                        HOUR,
                        Problem.ADDRESS_LIMIT));
        return limits;
    }

    /** A limit of 0 is none. */
    private void add(List<Limit> limits, LimitScope wide, String name, int count, Duration window, Problem problem) {
        if (origin.passes(wide) && count > 0) {
            limits.add(new Limit(wide, name, count, window, problem));
        }
    }

    private Optional<Refusal> unknownAddress(Instant now) {
        boolean unknown = origin.passes(LimitScope.ADDRESS)
                && !settings.address().perHour().isOff()
                && Networks.Address.of(origin.address()).isEmpty();
        if (!unknown) {
            return Optional.empty();
        }
        if (permits.isNews("unknown address", now)) {
            LOG.error(
                    "No code is sent to somebody whose network address is not known: check proxy-headers and what the proxy"
                            + " sends.");
        }
        return Optional.of(Refusal.of(Problem.UNAVAILABLE));
    }

    /** Whose sends are counted together; empty where nobody's are. */
    private Optional<String> network() {
        return Networks.Address.of(origin.address())
                .filter(address -> !settings.address().trusted().contain(address))
                .map(Networks.Address::household);
    }

    static String prefix(PhoneNumber number) {
        String e164 = number.e164();
        return e164.substring(0, e164.length() - WITHIN_PREFIX);
    }
}
