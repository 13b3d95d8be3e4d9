package io.github.phonelatch.challenge;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, and which limits wider than one person or number it has to pass. What a stranger asks for is asked
 * twice, once of what was typed and once, unseen, of who is meant: between them the two pass each limit once.
 *
 * @param address the network address as Keycloak knows it, so behind a proxy what Keycloak was told to trust; null where it knows
 *     none
 * @param message whether somebody is written to: only such sends say how many codes of a prefix are ever typed
 */
public record RequestSource(@Nullable String address, Set<LimitScope> limits, boolean message) {

    /** A limit that is wider than one person or number, from the widest to the narrowest. */
    enum LimitScope {
        REALM,
        COUNTRY,
        CONVERSION,
        PREFIX,
        ADDRESS
    }

    /** Of somebody whose first factor is proven. */
    public static RequestSource of(@Nullable String address) {
        return new RequestSource(address, EnumSet.allOf(LimitScope.class), true);
    }

    /** What a stranger sees: it may depend on nothing but on what was typed. */
    public static RequestSource typed(@Nullable String address, boolean number) {
        return new RequestSource(
                address,
                number ? EnumSet.allOf(LimitScope.class) : EnumSet.of(LimitScope.REALM, LimitScope.ADDRESS),
                false);
    }

    /** What a stranger does not see: the number of who is meant, where it is not the one that was typed. */
    public static RequestSource hidden(boolean numberTyped, boolean somebody) {
        Set<LimitScope> limits = EnumSet.noneOf(LimitScope.class);
        if (somebody) {
            limits.add(LimitScope.CONVERSION);
            if (!numberTyped) {
                limits.addAll(EnumSet.of(LimitScope.COUNTRY, LimitScope.PREFIX));
            }
        }
        return new RequestSource(null, limits, somebody);
    }

    boolean passes(LimitScope limit) {
        return limits.contains(limit);
    }

    /** An address is a person's. */
    @Override
    public String toString() {
        return "Origin" + limits;
    }
}
