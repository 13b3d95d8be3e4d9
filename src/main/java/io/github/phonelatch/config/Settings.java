package io.github.phonelatch.config;

import static org.keycloak.provider.ProviderConfigProperty.BOOLEAN_TYPE;
import static org.keycloak.provider.ProviderConfigProperty.INTEGER_TYPE;
import static org.keycloak.provider.ProviderConfigProperty.LIST_TYPE;
import static org.keycloak.provider.ProviderConfigProperty.MULTIVALUED_LIST_TYPE;
import static org.keycloak.provider.ProviderConfigProperty.MULTIVALUED_STRING_TYPE;
import static org.keycloak.provider.ProviderConfigProperty.STRING_TYPE;

import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.phone.ExemptRoles;
import io.github.phonelatch.phone.NumberOwner;
import io.github.phonelatch.phone.NumberType;
import io.github.phonelatch.support.Networks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every setting of a realm, in the order in which the console shows them. */
final class Settings {
    private static final int HIGHEST_COUNT = 1_000_000;

    static final String AUTO = "auto";
    private static final List<String> LANGUAGES = List.of(AUTO, "default", "en", "es", "ja", "th", "zh_CN", "zh_HK");

    static final Setting<Optional<String>> TEMPLATE_ID = text(
            "template-id",
            "Template",
            "Id of the template at EngageLab that sends the code. Without one nothing is sent and nobody can prove a number.",
            "",
            SettingParsers.text(OtpMessage.LONGEST_TEMPLATE_ID));

    static final Setting<Optional<String>> ALTERNATIVE_TEMPLATE_ID = text(
            "alternative-template-id",
            "Template for another way",
            "Id of a second template, for a call or WhatsApp. People may ask for it before the first code expires; landlines"
                    + " are sent to it. Without one neither is offered.",
            "",
            SettingParsers.text(OtpMessage.LONGEST_TEMPLATE_ID));

    static final Setting<String> TEMPLATE_LANGUAGE = new Setting<>(
            "template-language",
            "Language of the message",
            "auto: the language of the page where EngageLab has it, else the template's default. Any other choice is sent"
                    + " whatever the page's language.",
            LIST_TYPE,
            LANGUAGES,
            AUTO,
            SettingParsers.oneOf(LANGUAGES));

    static final Setting<Duration> CODE_LIFETIME = new Setting<>(
            "code-lifetime",
            "Life of a code",
            "Seconds from 60 to 600, used where the template cannot be read: give it the template's own. No second message"
                    + " can be sent with the same template before. The realm's Login action timeout has to be at least"
                    + " 300 seconds longer, so that nobody loses the page while waiting for a code.",
            INTEGER_TYPE,
            List.of(),
            "300",
            SettingParsers.seconds(60, 600));

    static final Setting<Integer> CODE_LENGTH = number(
            "code-length",
            "Length of a code",
            "Characters from 4 to 10, used where the template cannot be read: give it the template's own.",
            "6",
            4,
            10);

    static final Setting<Boolean> REQUIRE_FOR_ALL = new Setting<>(
            "require-for-all",
            "Required for everybody",
            "On: nobody signs in, refreshes or exchanges a token without a proven number, but the exempt. Off: only those on"
                    + " whom the action is put.",
            BOOLEAN_TYPE,
            List.of(),
            "true",
            SettingParsers.onOff());

    static final Setting<List<String>> EXEMPT_ROLES = new Setting<>(
            "exempt-roles",
            "Exempt roles",
            "Who has one of these roles, directly, by a group or a composite role, need not have a number. Who has a verified"
                    + " one is asked for a code all the same. A realm role by its name, a client's as client.role. The default is"
                    + " whoever administers the realm; other roles take its place, so keep it among them. Cleared, it comes back.",
            MULTIVALUED_STRING_TYPE,
            List.of(),
            ExemptRoles.ADMINISTRATOR,
            SettingParsers.list());

    static final Setting<Boolean> NOTIFY_BY_EMAIL = new Setting<>(
            "notify-by-email",
            "Tell people by e-mail",
            "On: a person gets an e-mail when their number is verified, replaced, removed or goes to another account, and when a"
                    + " device is remembered; numbers in it are masked. The realm needs a mail server.",
            BOOLEAN_TYPE,
            List.of(),
            "false",
            SettingParsers.onOff());

    static final Setting<Optional<String>> DEFAULT_COUNTRY = text(
            "default-country",
            "Country shown first",
            "Two letters, such as GB. Preselected on the page, and the country of numbers that a directory or a broker"
                    + " writes without a country code. Has to be an allowed one.",
            "",
            SettingParsers.country());

    static final Setting<Set<String>> ALLOWED_COUNTRIES = new Setting<>(
            "allowed-countries",
            "Allowed countries",
            "Two letters each, such as GB. Nothing is sent to any other country; as long as none is listed, nothing is sent"
                    + " at all.",
            MULTIVALUED_STRING_TYPE,
            List.of(),
            "",
            SettingParsers.countries());

    static final Setting<Set<NumberType>> REFUSED_NUMBER_TYPES = new Setting<>(
            "refused-number-types",
            "Refused kinds of numbers",
            "Numbers of these kinds get no message: most of them cost a lot or cannot receive one. Cleared, the default"
                    + " comes back.",
            MULTIVALUED_LIST_TYPE,
            SettingParsers.names(NumberType.class),
            "PREMIUM_RATE##SHARED_COST##PAGER##UAN##VOICEMAIL##TOLL_FREE",
            SettingParsers.setOf(NumberType.class));

    static final Setting<Integer> ACCOUNTS_PER_NUMBER = count(
            "accounts-per-number",
            "Accounts per number",
            "How many enabled users of the realm may have proven the same number. More than one lets brothers and sisters"
                    + " use a parent's phone. Users whose directory lets nobody write their number are not counted. 0: any number of"
                    + " them.",
            "1");

    static final Setting<NumberOwner> NUMBER_OWNER = new Setting<>(
            "number-owner",
            "One account too many",
            "refuse: who comes last is told that the number is taken. newest: who comes last gets it, and the earliest proof"
                    + " of another account is withdrawn, which then needs a number again.",
            LIST_TYPE,
            SettingParsers.lowerCaseNames(NumberOwner.class),
            "refuse",
            SettingParsers.lowerCaseNameOf(NumberOwner.class));

    static final Setting<Duration> REVERIFY_AFTER_DAYS = new Setting<>(
            "reverify-after-days",
            "Proven again after",
            "Days of 24 hours after which a proof no longer counts and the number has to be proven again. Apps that are"
                    + " signed in get no new token once it is over; a code at sign-in renews it. 0: never.",
            INTEGER_TYPE,
            List.of(),
            "0",
            SettingParsers.days(0, HIGHEST_COUNT));

    static final Setting<LostNumber> LOST_NUMBER = new Setting<>(
            "lost-number",
            "A phone that is lost",
            "A verified number is replaced only by who shows that they hold it, by a code or by another second factor. What"
                    + " somebody does who cannot: admin: they ask an admin to remove the number. fresh-sign-in: they may also"
                    + " replace it within 5 minutes of typing their password, unless the phone is their second factor, and not"
                    + " while the password is less than 24 hours old or kept by a directory.",
            LIST_TYPE,
            SettingParsers.lowerCaseNames(LostNumber.class),
            "admin",
            SettingParsers.lowerCaseNameOf(LostNumber.class));

    static final Setting<List<String>> API_CLIENTS = new Setting<>(
            "api-clients",
            "Apps with screens of their own",
            "Client ids of the applications that may prove numbers over the endpoints request-otp and verify-otp, with the"
                    + " token of the person who is signed in. Empty: none. Give such a client the mapper Phonelatch: role gate too.",
            MULTIVALUED_STRING_TYPE,
            List.of(),
            "",
            SettingParsers.listOrNone());

    static final Setting<Integer> MAX_ATTEMPTS = number(
            "max-attempts",
            "Tries per code",
            "From 1 to 10. After so many wrong entries the code is void and a new one has to be waited for.",
            "5",
            1,
            10);

    static final Setting<Integer> FAILURES_PER_HOUR = count(
            "failures-per-hour",
            "Wrong codes per hour",
            "Of one user, whatever the code, in any 60 minutes; then no code is accepted until the oldest is an hour old. No"
                    + " new code resets it. 0: no such limit.",
            "10");

    static final Setting<Integer> FAILURES_IN_A_ROW = count(
            "failures-in-a-row",
            "Wrong codes in a row",
            "Of one user, on a number that is already theirs, without a right one between them; then the phone is refused to"
                    + " that user for 24 hours, other ways to sign in stay. 0: no such limit.",
            "20");

    static final Setting<Duration> COOLDOWN = new Setting<>(
            "cooldown",
            "Pause between messages",
            "Seconds between two messages to the same number or user, counted apart for who holds the number and for who only"
                    + " claims it. A right code ends it. 0: none.",
            INTEGER_TYPE,
            List.of(),
            "30",
            SettingParsers.seconds(0, HIGHEST_COUNT));

    static final Setting<Integer> SENDS_PER_HOUR = count(
            "sends-per-hour",
            "Messages per hour",
            "To one number and to one user, in any 60 minutes, counted apart for who holds the number and for who only claims"
                    + " it; then they have to wait. 0: no such limit.",
            "5");

    static final Setting<Integer> SENDS_PER_DAY = count(
            "sends-per-day",
            "Messages per day",
            "To one number and to one user, in any 24 hours, counted apart for who holds the number and for who only claims"
                    + " it; then they have to wait. 0: no such limit.",
            "10");

    static final Setting<Integer> SENDS_PER_ADDRESS_PER_HOUR = count(
            "sends-per-address-per-hour",
            "Messages per network address and hour",
            "Asked for from one IPv4 address, or one /64 of IPv6, in any 60 minutes; counted apart for who holds the number, who"
                    + " enrols one and who has proven nothing. Behind a proxy that overwrites them set Keycloak's proxy-headers, or"
                    + " everybody has the proxy's address. 0: no such limit.",
            "60");

    static final Setting<Networks> TRUSTED_NETWORKS = new Setting<>(
            "trusted-networks",
            "Trusted networks",
            "Such as 203.0.113.0/24 or 2001:db8::/32: a school whose classes sit behind one address, or a server that signs"
                    + " people in by the direct grant. Messages asked for from there are not counted per address; all other"
                    + " limits hold.",
            MULTIVALUED_STRING_TYPE,
            List.of(),
            "",
            SettingParsers.networks());

    static final Setting<Integer> SENDS_PER_PREFIX_PER_HOUR = count(
            "sends-per-prefix-per-hour",
            "Messages per prefix and hour",
            "To numbers that differ in no more than their last four digits, in any 60 minutes, counted apart as for an address."
                    + " Who has messages sent to numbers of their own, to earn from them, has them in such rows. 0: no such limit.",
            "10");

    static final Setting<Map<String, Integer>> COUNTRY_BUDGETS = new Setting<>(
            "country-budgets",
            "Messages per country and day",
            "In any 24 hours, such as GB=20000 and *=100 for every country that is not listed; counted apart as for an address,"
                    + " by about one in a hundred exactly. A country without one is bounded by the realm's alone, as is one whose entry"
                    + " cannot be read. 0: no such limit.",
            MULTIVALUED_STRING_TYPE,
            List.of(),
            "",
            SettingParsers.budgets(HIGHEST_COUNT));

    static final Setting<Integer> REALM_BUDGET_PER_DAY = count(
            "realm-budget-per-day",
            "Messages per day in all",
            "Of the whole realm, in any 24 hours, by about one in a hundred exactly. Counted apart for who holds the number, who"
                    + " enrols one and who has proven nothing (by number and by e-mail address), so that no stranger uses up what"
                    + " sign-ins need: together four times as many. 0: no such limit.",
            "20000");

    static final Setting<Integer> MINIMUM_CONVERSION_PERCENT = number(
            "minimum-conversion-percent",
            "Codes that are typed, at least",
            "Percent. Where fewer of a prefix's last 50 codes were ever typed, numbers of that prefix get none for 24 hours."
                    + " 0: no such limit.",
            "30",
            0,
            100);

    static final List<Setting<?>> ALL = List.of(
            TEMPLATE_ID,
            ALTERNATIVE_TEMPLATE_ID,
            TEMPLATE_LANGUAGE,
            CODE_LIFETIME,
            CODE_LENGTH,
            REQUIRE_FOR_ALL,
            EXEMPT_ROLES,
            NOTIFY_BY_EMAIL,
            DEFAULT_COUNTRY,
            ALLOWED_COUNTRIES,
            REFUSED_NUMBER_TYPES,
            ACCOUNTS_PER_NUMBER,
            NUMBER_OWNER,
            REVERIFY_AFTER_DAYS,
            LOST_NUMBER,
            API_CLIENTS,
            MAX_ATTEMPTS,
            FAILURES_PER_HOUR,
            FAILURES_IN_A_ROW,
            COOLDOWN,
            SENDS_PER_HOUR,
            SENDS_PER_DAY,
            SENDS_PER_ADDRESS_PER_HOUR,
            TRUSTED_NETWORKS,
            SENDS_PER_PREFIX_PER_HOUR,
            COUNTRY_BUDGETS,
            REALM_BUDGET_PER_DAY,
            MINIMUM_CONVERSION_PERCENT);

    private Settings() {}

    private static <T> Setting<T> text(
            String key, String label, String help, String fallback, Setting.Parser<T> parser) {
        return new Setting<>(key, label, help, STRING_TYPE, List.of(), fallback, parser);
    }

    private static Setting<Integer> number(
            String key, String label, String help, String fallback, int least, int most) {
        return new Setting<>(
                key, label, help, INTEGER_TYPE, List.of(), fallback, SettingParsers.wholeNumber(least, most));
    }

    private static Setting<Integer> count(String key, String label, String help, String fallback) {
        return number(key, label, help, fallback, 0, HIGHEST_COUNT);
    }
}
