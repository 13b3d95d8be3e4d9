package io.github.phonelatch.config;

import io.github.phonelatch.support.Networks;
import java.util.Map;

/** Send limits that are wider than one person, from an IP address to the whole realm. */
final class RealmLimitSettings {
    private static final String THREE_COUNTERS =
            "Three separate counters, so the real maximum is three times this value: owners of a number, signed-in users with a new"
                    + " number, and anonymous requests. ";

    /** Only an anonymous request by e-mail address is checked twice: for what was typed, and for the account's number. */
    private static final String FOUR_COUNTERS =
            "Four separate counters, so the real maximum is four times this value: owners of a number, signed-in users with a new"
                    + " number, anonymous requests by number, and anonymous requests by e-mail address. ";

    static final Setting<Limit.PerHour> SENDS_PER_ADDRESS_PER_HOUR = Setting.number(
            "sends-per-address-per-hour",
            "Messages per IP address (per hour)",
            "Requested from one IPv4 address, or from one /64 of IPv6, in any 60 minutes. " + THREE_COUNTERS
                    + "Behind a reverse proxy, set Keycloak's proxy-headers and let the proxy overwrite these headers. Otherwise"
                    + " everybody has the proxy's address. 0: no limit.",
            "60",
            SettingParsers.count().map(Limit.PerHour::new));

    static final Setting<Networks> TRUSTED_NETWORKS = Setting.list(
            "trusted-networks",
            "Trusted networks",
            "Such as 203.0.113.0/24 or 2001:db8::/32. Messages requested from there do not count per IP address. All other limits"
                    + " stay. List a school with many classes behind one address, or a server that signs people in by the direct"
                    + " grant.",
            "",
            SettingParsers.networks());

    static final Setting<Limit.PerHour> SENDS_PER_PREFIX_PER_HOUR = Setting.number(
            "sends-per-prefix-per-hour",
            "Messages per number prefix (per hour)",
            "To numbers that differ only in their last four digits, in any 60 minutes. Stops SMS pumping: fraudsters own"
                    + " consecutive numbers. " + FOUR_COUNTERS + "0: no limit.",
            "10",
            SettingParsers.count().map(Limit.PerHour::new));

    static final Setting<Limit.MinimumPercent> MINIMUM_CONVERSION_PERCENT = Setting.number(
            "minimum-conversion-percent",
            "Minimum conversion (percent)",
            "If fewer of the last 50 codes of a number prefix were entered, its numbers get no code for 24 hours. Stops SMS pumping:"
                    + " fraudsters enter none of the codes. 0: no limit.",
            "30",
            SettingParsers.wholeNumber(0, 100).map(Limit.MinimumPercent::new));

    static final Setting<Map<String, Limit.PerDay>> COUNTRY_BUDGETS = Setting.list(
            "country-budgets",
            "Messages per country (per day)",
            "In any 24 hours, such as GB=20000, and *=100 for every country that is not listed. Accurate to about 1 %. "
                    + FOUR_COUNTERS
                    + "Without an entry, or with an unreadable one, a country is limited only by the realm's budget. 0: no limit.",
            "",
            SettingParsers.budgets());

    static final Setting<Limit.PerDay> REALM_BUDGET_PER_DAY = Setting.number(
            "realm-budget-per-day",
            "Messages of the realm (per day)",
            "In any 24 hours. Accurate to about 1 %. " + THREE_COUNTERS
                    + "So anonymous requests cannot use up what sign-ins need. 0: no limit.",
            "20000",
            SettingParsers.count().map(Limit.PerDay::new));

    private RealmLimitSettings() {}
}
