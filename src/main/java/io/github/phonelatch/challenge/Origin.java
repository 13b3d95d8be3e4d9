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
public record Origin(@Nullable String address, Set<Wide> limits, boolean message) {

    /** A limit that is wider than one person or number, from the widest to the narrowest. */
    enum Wide {
        REALM,
        COUNTRY,
        CONVERSION,
        PREFIX,
        ADDRESS
    }

    /** Of somebody whose first factor is proven. */
    public static Origin of(@Nullable String address) {
        return new Origin(address, EnumSet.allOf(Wide.class), true);
    }

    /** What a stranger sees: it may depend on nothing but on what was typed. */
    public static Origin typed(@Nullable String address, boolean number) {
        return new Origin(address, number ? EnumSet.allOf(Wide.class) : EnumSet.of(Wide.REALM, Wide.ADDRESS), false);
    }

    /** What a stranger does not see: the number of who is meant, where it is not the one that was typed. */
    public static Origin hidden(boolean numberTyped, boolean somebody) {
        Set<Wide> limits = EnumSet.noneOf(Wide.class);
        if (somebody) {
            limits.add(Wide.CONVERSION);
            if (!numberTyped) {
                limits.addAll(EnumSet.of(Wide.COUNTRY, Wide.PREFIX));
            }
        }
        return new Origin(null, limits, somebody);
    }

    boolean passes(Wide limit) {
        return limits.contains(limit);
    }

    /** An address is a person's. */
    @Override
    public String toString() {
        return "Origin" + limits;
    }
}
