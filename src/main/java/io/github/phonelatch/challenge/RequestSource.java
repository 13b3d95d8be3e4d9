package io.github.phonelatch.challenge;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a code request, and the limits wider than one person or number that apply to it. An anonymous request runs
 * twice: visibly for the typed text, and hidden for the account. Each limit is asked once in total.
 *
 * @param address the IP address as Keycloak knows it, so behind a proxy the one that Keycloak was told to trust. Null where it
 *     knows none
 * @param message whether a message may go out. Only such requests count for the share of codes that are entered
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

    /** Of a person who has passed the first factor. */
    public static RequestSource of(@Nullable String address) {
        return new RequestSource(address, EnumSet.allOf(LimitScope.class), true);
    }

    /** Of the visible half of an anonymous request. It depends on nothing but the typed text. */
    public static RequestSource typed(@Nullable String address, boolean number) {
        return new RequestSource(
                address,
                number ? EnumSet.allOf(LimitScope.class) : EnumSet.of(LimitScope.REALM, LimitScope.ADDRESS),
                false);
    }

    /**
     * Of the hidden half of an anonymous request.
     *
     * @param numberTyped whether the number itself was typed, so that the visible half counts its country and prefix
     * @param somebody whether there is an account
     */
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
        return "RequestSource" + limits;
    }
}
