package io.github.phonelatch.config;

import io.github.phonelatch.phone.ExemptRoles;
import java.time.Duration;
import java.util.List;

/** Who has to verify a number, and how often. */
final class PeopleSettings {
    static final Setting<Boolean> REQUIRE_FOR_ALL = Setting.onOff(
            "require-for-all",
            "Required for everybody",
            "On: signing in, refreshing a token and exchanging one need a verified number, except for people with an exempt"
                    + " role. Off: only people with the required action have to verify a number.",
            "true",
            SettingParsers.onOff());

    static final Setting<List<String>> EXEMPT_ROLES = Setting.list(
            "exempt-roles",
            "Exempt roles",
            "People with one of these roles need no verified number. The role may be theirs directly, by a group or by a composite"
                    + " role. People with a verified number are still asked for a code. Enter a realm role by its name, and a"
                    + " client's role as client.role. The default exempts the realm's administrators. Your own list replaces it,"
                    + " so add that role to your list. Cleared, the default comes back.",
            ExemptRoles.ADMINISTRATOR,
            SettingParsers.list());

    static final Setting<Duration> REVERIFY_AFTER_DAYS = Setting.number(
            "reverify-after-days",
            "Verify again after (days)",
            "A verification counts for so many days of 24 hours, then the number has to be verified again. From then on signed-in"
                    + " applications get no new token. A code at sign-in renews the verification. 0: it never expires.",
            "0",
            SettingParsers.days(0, SettingParsers.HIGHEST_COUNT));

    static final Setting<LostNumber> LOST_NUMBER = Setting.choice(
            "lost-number",
            "Lost phone",
            "To replace a verified number, people enter a code sent to it or use another second factor. This setting says what"
                    + " they do without either. admin: they ask an admin to remove the number. fresh-sign-in: they may also"
                    + " replace it within 5 minutes of typing their password. That is refused if the phone is their second factor,"
                    + " if the password is less than 24 hours old, or if a directory keeps the password.",
            SettingParsers.lowerCaseNames(LostNumber.class),
            "admin",
            SettingParsers.lowerCaseNameOf(LostNumber.class));

    private PeopleSettings() {}
}
