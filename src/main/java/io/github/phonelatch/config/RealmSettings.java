package io.github.phonelatch.config;

import io.github.phonelatch.phone.NumberOwner;
import io.github.phonelatch.phone.NumberType;
import io.github.phonelatch.phone.VerificationRules;
import io.github.phonelatch.support.Networks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings of a realm, by subject. The realm stores them in its required action {@code phonelatch-verify-phone}.
 *
 * <p>Within one record no two components share a type, because two swapped values would compile otherwise.
 *
 * @param notifyByEmail whether people get an e-mail about changes of their number and devices
 * @param apiClients client ids of the applications that may call the endpoints
 */
public record RealmSettings(
        Templates templates,
        People people,
        Numbers numbers,
        CodeEntry codeEntry,
        Sending sending,
        boolean notifyByEmail,
        List<String> apiClients)
        implements VerificationRules {

    /**
     * What the provider sends.
     *
     * @param language {@code auto}, or the provider's name of the language of every message
     * @param codeLifetime used where the template does not say
     * @param codeLength in characters, used where the template does not say
     */
    public record Templates(
            Equal equal, Alternative alternative, String language, Duration codeLifetime, int codeLength) {

        /** The language of the page, where the provider has it. */
        static final String AUTO = "auto";

        /** The templates of the usual message, the first one first. Without one nothing is sent. */
        public record Equal(List<String> ids) {}

        /** The templates of other channels, such as a call. */
        public record Alternative(List<String> ids) {}

        /** The equal ones, then the alternative ones. Empty where there are no equal ones. */
        public List<String> all() {
            return equal.ids().isEmpty()
                    ? List.of()
                    : Stream.concat(equal.ids().stream(), alternative.ids().stream())
                            .distinct()
                            .toList();
        }

        /** The language of a message to a person with this language of the page. */
        public String messageLanguage(String pageLanguage) {
            return language.equals(AUTO) ? pageLanguage : language;
        }
    }

    /**
     * Who has to verify a number, and how often.
     *
     * @param exemptRoles {@code role} or {@code client.role}
     * @param reverifyAfter zero: a verification never expires
     */
    public record People(
            boolean requireForAll, List<String> exemptRoles, Duration reverifyAfter, LostNumber lostNumber) {}

    /**
     * Which numbers count.
     *
     * @param defaultCountry ISO 3166 alpha-2
     * @param allowedCountries ISO 3166 alpha-2. Empty: nothing is sent
     * @param accountsPerNumber 0: any
     */
    public record Numbers(
            Optional<String> defaultCountry,
            Set<String> allowedCountries,
            Set<NumberType> refusedTypes,
            int accountsPerNumber,
            NumberOwner owner) {}

    /**
     * How many wrong codes are accepted.
     *
     * @param maxAttempts per code, at least 1
     * @param failuresPerHour per user
     * @param failuresInARow per user
     */
    public record CodeEntry(int maxAttempts, Limit.PerHour failuresPerHour, Limit.InARow failuresInARow) {}

    /** How many messages are sent, from the narrowest limit to the widest. */
    public record Sending(PerPerson person, PerAddress address, PerPrefix prefix, Budgets budgets) {

        /**
         * Messages to one number, and to one user.
         *
         * @param cooldown between two messages. Zero: none
         */
        public record PerPerson(Duration cooldown, Limit.PerHour perHour, Limit.PerDay perDay) {}

        /**
         * Messages that one IP address asks for.
         *
         * @param trusted networks without this limit
         */
        public record PerAddress(Limit.PerHour perHour, Networks trusted) {}

        /**
         * Messages to numbers that differ in their last digits only.
         *
         * @param minimumConversion share of the codes that have to be entered
         */
        public record PerPrefix(Limit.PerHour perHour, Limit.MinimumPercent minimumConversion) {}

        /**
         * Messages to a country, and of the whole realm.
         *
         * @param countries by ISO 3166 alpha-2, and {@code *} for every other country
         */
        public record Budgets(Map<String, Limit.PerDay> countries, Limit.PerDay realm) {
            private static final Limit.PerDay NONE = new Limit.PerDay(0);

            /** The budget of this country. It is off where the realm sets none. */
            public Limit.PerDay country(String country) {
                Limit.PerDay own = countries.get(country);
                return own != null ? own : countries.getOrDefault(SettingParsers.ANY_COUNTRY, NONE);
            }
        }
    }

    @Override
    public Optional<String> defaultCountry() {
        return numbers.defaultCountry();
    }

    @Override
    public boolean requireForAll() {
        return people.requireForAll();
    }

    @Override
    public List<String> exemptRoles() {
        return people.exemptRoles();
    }

    @Override
    public int accountsPerNumber() {
        return numbers.accountsPerNumber();
    }

    @Override
    public NumberOwner numberOwner() {
        return numbers.owner();
    }

    @Override
    public Duration reverifyAfter() {
        return people.reverifyAfter();
    }
}
