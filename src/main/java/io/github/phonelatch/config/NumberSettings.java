package io.github.phonelatch.config;

import static org.keycloak.provider.ProviderConfigProperty.MULTIVALUED_LIST_TYPE;

import io.github.phonelatch.phone.NumberOwner;
import io.github.phonelatch.phone.NumberType;
import java.util.Optional;
import java.util.Set;

/** Which numbers may get a code, and whose they are. */
final class NumberSettings {
    static final Setting<Set<String>> ALLOWED_COUNTRIES = Setting.list(
            "allowed-countries",
            "Allowed countries",
            "Two letters each, such as GB. Messages go to numbers of these countries only. A calling code may be of several: GB is not"
                    + " all of +44 (JE, GG, IM), US not all of +1, IT not all of +39 (VA). A single country is selected on the pages, and"
                    + " numbers that people type without a country code are read as its. While the list is empty, nothing is sent at all.",
            "",
            SettingParsers.countries());

    static final Setting<Optional<String>> DEFAULT_COUNTRY = Setting.text(
            "default-country",
            "Default country",
            "Two letters, such as GB. It is the country of numbers that a directory or a broker writes without a country code."
                    + " Clearing or changing it ends the verifications of people with such a number at once: they have to verify a"
                    + " number again. The pages preselect it where more than one country is allowed and the page's language says no"
                    + " allowed one. It has to be an allowed country.",
            SettingParsers.country());

    static final Setting<Set<NumberType>> REFUSED_NUMBER_TYPES = new Setting<>(
            "refused-number-types",
            "Refused number types",
            "Numbers of these types get no message, because most of them cost a lot or cannot receive one. Cleared, the default"
                    + " comes back.",
            MULTIVALUED_LIST_TYPE,
            SettingParsers.names(NumberType.class),
            "PREMIUM_RATE##SHARED_COST##PAGER##UAN##VOICEMAIL##TOLL_FREE",
            SettingParsers.setOf(NumberType.class));

    static final Setting<Integer> ACCOUNTS_PER_NUMBER = Setting.number(
            "accounts-per-number",
            "Accounts per number",
            "So many enabled accounts of the realm may verify the same number. More than one lets brothers and sisters use a"
                    + " parent's phone. Accounts in a directory that stores no number are not counted. 0: any number of accounts.",
            "1",
            SettingParsers.count());

    static final Setting<NumberOwner> NUMBER_OWNER = Setting.choice(
            "number-owner",
            "One account too many",
            "refuse: the last account is told that the number is taken. newest: the last account gets the number, and the account"
                    + " with the oldest verification loses it and has to verify a number again.",
            SettingParsers.lowerCaseNames(NumberOwner.class),
            "refuse",
            SettingParsers.lowerCaseNameOf(NumberOwner.class));

    private NumberSettings() {}
}
