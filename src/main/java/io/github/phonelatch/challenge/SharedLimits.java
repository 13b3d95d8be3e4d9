package io.github.phonelatch.challenge;

import io.github.phonelatch.challenge.RequestSource.LimitScope;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Networks;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Declares the limits that many people share: under which name each counts, how many messages, and in which window. */
final class SharedLimits {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Keys keys;
    private final RealmSettings settings;
    private final RequestSource source;

    SharedLimits(Keys keys, RealmSettings settings, RequestSource source) {
        this.keys = keys;
        this.settings = settings;
        this.source = source;
    }

    /** Those that a request has to pass, from the widest to the narrowest. */
    List<SharedLimit> of(CodeRequest request) {
        return Arrays.stream(LimitScope.values())
                .filter(source::passes)
                .flatMap(scope -> limit(scope, request.requester(), request.number()).stream())
                .toList();
    }

    /** Where the same budget counts for each kind of requester. */
    List<String> names(SharedLimit budget, PhoneNumber number) {
        return Arrays.stream(Requester.values())
                .flatMap(requester ->
                        Arrays.stream(LimitScope.values()).flatMap(scope -> limit(scope, requester, number).stream()))
                .filter(limit -> limit.limit() == budget.limit())
                .map(SharedLimit::name)
                .toList();
    }

    /** Whether sends are counted by an address that is not known. */
    boolean lackAddress() {
        return source.passes(LimitScope.ADDRESS)
                && !settings.sending().address().perHour().isOff()
                && Networks.Address.of(source.address()).isEmpty();
    }

    private Optional<SharedLimit> limit(LimitScope scope, Requester requester, PhoneNumber number) {
        Namer names = keys.active();
        String asked = requester.name();
        return switch (scope) {
            case REALM ->
                limit(
                        Limit.REALM,
                        names.name("sends-realm", asked),
                        settings.sending().budgets().realm().value(),
                        DAY,
                        Problem.REALM_BUDGET);
            case COUNTRY ->
                limit(
                        Limit.COUNTRY,
                        names.name("sends-country", asked, number.country()),
                        settings.sending().budgets().country(number.country()).value(),
                        DAY,
                        Problem.COUNTRY_BUDGET);
            case PREFIX ->
                limit(
                        Limit.PREFIX,
                        names.name("sends-prefix", asked, NumberPrefix.of(number)),
                        settings.sending().prefix().perHour().value(),
                        HOUR,
                        Problem.PREFIX_LIMIT);
            case ADDRESS ->
                network()
                        .flatMap(network -> limit(
                                Limit.ADDRESS,
                                names.name("sends-address", asked, network),
                                settings.sending().address().perHour().value(),
                                HOUR,
                                Problem.ADDRESS_LIMIT));
            // A share of codes and no count: see ConversionLimit.
            case CONVERSION -> Optional.empty();
        };
    }

    /** A limit of 0 is off. */
    private static Optional<SharedLimit> limit(Limit limit, String name, int count, Duration window, Problem problem) {
        return count > 0 ? Optional.of(new SharedLimit(limit, name, count, window, problem)) : Optional.empty();
    }

    /** Whose sends are counted together. Empty where nobody's are. */
    private Optional<String> network() {
        return Networks.Address.of(source.address())
                .filter(address -> !settings.sending().address().trusted().contain(address))
                .map(Networks.Address::household);
    }
}
