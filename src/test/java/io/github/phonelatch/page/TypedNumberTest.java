package io.github.phonelatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.PhoneNumber;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.utils.FormMessage;

class TypedNumberTest {
    private final Countries countries =
            new Countries(Settings.of(Map.of("allowed-countries", "GB##DE", "default-country", "GB")), Locale.ENGLISH);

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "GB,   '  ',           phone_number,  phonelatchNumberMissing",
                "'',   '',             phone_number,  phonelatchNumberMissing",
                "GB,   07400 12,       phone_number,  phonelatchInvalidNumber",
                "GB,   07400-CALLME,   phone_number,  phonelatchInvalidNumber",
                "'',   07400-CALLME,   phone_number,  phonelatchInvalidNumber",
                "'',   07400 123456,   phone_country, phonelatchCountryMissing",
                "none, 07400 123456,   phone_country, phonelatchCountryMissing",
                "GB,   0151 23456789,  phone_country, phonelatchOtherCountry",
                "GB,   07400 123456,   none,          none",
                "DE,   0151 23456789,  none,          none",
                "'',   +447400123456,  none,          none",
                // Whether it may get a message is another question.
                "GB,   07797 712345,   none,          none"
            })
    void mistake_standsAtItsField(@Nullable String country, String text, @Nullable String field, @Nullable String key) {
        TypedNumber typed = typed(country, text);

        assertThat(typed.mistake()).map(ProblemText::field).isEqualTo(Optional.ofNullable(field));
        assertThat(typed.mistake()).map(ProblemText::key).isEqualTo(Optional.ofNullable(key));
        assertThat(typed.number().isPresent()).isEqualTo(field == null);
    }

    @Test
    void buttonThatConfirmsAnotherCountry_countsBeforeTheFieldAboveIt() {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.put("phone_country", List.of("GB", "DE"));
        form.put("phone_number", List.of("0151 23456789"));

        assertThat(TypedNumber.of(form, countries).flatMap(TypedNumber::number))
                .isEqualTo(PhoneNumber.parse("+4915123456789", null));
    }

    @Test
    void anotherCountry_isNamedInThePagesLanguage() {
        ProblemText problem = typed("GB", "0151 23456789").mistake().orElseThrow();

        assertThat(problem.message(Locale.ENGLISH).getParameters()).containsExactly("Germany");
        assertThat(problem.message(Locale.FRENCH).getParameters()).containsExactly("Allemagne");
    }

    /** Regions that share the calling code of a country that people choose. */
    @ParameterizedTest
    @CsvSource({
        "+447797712345, Jersey",
        "+447781123456, Guernsey",
        "+447624312345, Isle of Man",
        "+18762345678, Jamaica",
        "+14162345678, Canada",
        "+77012345678, Kazakhstan",
        "+390669812345, Vatican City"
    })
    void refusedCountry_isNamed(String number, String country) {
        ProblemText problem = ProblemText.of(Refusal.of(Problem.COUNTRY_NOT_ALLOWED), PhoneNumber.parse(number, null));

        FormMessage message = problem.message(Locale.ENGLISH);
        assertThat(message.getMessage()).isEqualTo("phonelatchNamedCountryNotAllowed");
        assertThat(message.getField()).isEqualTo("phone_number");
        assertThat(message.getParameters()).containsExactly(country);
    }

    @Test
    void refusalWithoutACountryToName_isToldWithoutIt() {
        Refusal refused = Refusal.of(Problem.COUNTRY_NOT_ALLOWED);

        assertThat(ProblemText.of(refused, Optional.empty())).isEqualTo(ProblemText.of(refused));
        assertThat(ProblemText.of(refused, PhoneNumber.parse("+80012345678", null)))
                .isEqualTo(ProblemText.of(refused));
        assertThat(ProblemText.of(Refusal.of(Problem.NUMBER_TAKEN), PhoneNumber.parse("+447797712345", null)))
                .isEqualTo(ProblemText.of(Refusal.of(Problem.NUMBER_TAKEN)));
    }

    @Test
    void numberIsInNoText() {
        assertThat(typed("GB", "07400 123456").toString()).doesNotContain("7400");
    }

    @Test
    void formWithoutAField_hasNoNumber() {
        assertThat(TypedNumber.of(new MultivaluedHashMap<>(), countries)).isEmpty();
    }

    private TypedNumber typed(@Nullable String country, String text) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.put("phone_number", List.of(text));
        if (country != null) {
            form.put("phone_country", List.of(country));
        }
        return TypedNumber.of(form, countries).orElseThrow();
    }
}
