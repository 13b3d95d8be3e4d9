package io.github.phonelatch.config;

import java.time.Duration;

/** How many messages one number and one user get. */
final class PersonLimitSettings {
    private static final String SEPARATELY =
            "Counted separately for owners of the number and for everybody else, so nobody uses up the messages of an owner. ";

    static final Setting<Duration> COOLDOWN = Setting.number(
            "cooldown",
            "Cooldown (seconds)",
            "Between two messages to the same number or user. A right code ends it. " + SEPARATELY + "0: no cooldown.",
            "30",
            SettingParsers.seconds(0, SettingParsers.HIGHEST_COUNT));

    static final Setting<Limit.PerHour> SENDS_PER_HOUR = Setting.number(
            "sends-per-hour",
            "Messages per person (per hour)",
            "To one number, and to one user, in any 60 minutes. After that people have to wait. " + SEPARATELY
                    + "0: no limit.",
            "5",
            SettingParsers.count().map(Limit.PerHour::new));

    static final Setting<Limit.PerDay> SENDS_PER_DAY = Setting.number(
            "sends-per-day",
            "Messages per person (per day)",
            "To one number, and to one user, in any 24 hours. After that people have to wait. " + SEPARATELY
                    + "0: no limit.",
            "10",
            SettingParsers.count().map(Limit.PerDay::new));

    private PersonLimitSettings() {}
}
