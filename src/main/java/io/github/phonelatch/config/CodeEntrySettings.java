package io.github.phonelatch.config;

/** How many wrong codes are accepted. */
final class CodeEntrySettings {
    static final Setting<Integer> MAX_ATTEMPTS = Setting.number(
            "max-attempts",
            "Attempts per code",
            "From 1 to 10. After so many wrong attempts the code is void, and people have to wait for a new one.",
            "5",
            SettingParsers.wholeNumber(1, 10));

    static final Setting<Limit.PerHour> FAILURES_PER_HOUR = Setting.number(
            "failures-per-hour",
            "Wrong codes (per hour)",
            "Of one user in any 60 minutes, over all codes. After that no code is accepted until the oldest wrong one is an hour"
                    + " old. A new code does not reset the count. 0: no limit.",
            "10",
            SettingParsers.count().map(Limit.PerHour::new));

    static final Setting<Limit.InARow> FAILURES_IN_A_ROW = Setting.number(
            "failures-in-a-row",
            "Wrong codes in a row",
            "Of one user, on a number that this user has verified, without a right code in between. After that the phone is blocked"
                    + " as a factor of this user for 24 hours. Other ways to sign in stay. 0: no limit.",
            "20",
            SettingParsers.count().map(Limit.InARow::new));

    private CodeEntrySettings() {}
}
