package io.github.phonelatch.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeTab;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.phone.PhoneNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyPhoneNotesTest {
    private final VerifyPhoneNotes notes = new VerifyPhoneNotes(
            new FakeTab(new FakeRealm("school"), "browser", new FakeUser("student").model()).model());

    /** Numbers that were verified before their country changed its plan, and one that no plan ever had. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+447400123456",
                "+22997123456",
                "+22507123456",
                "+5215512345678",
                "+551187654321",
                "+841681234567",
                "+449999999999"
            })
    void numberOfTheTab_isTheOneThatTheCodeWasSentTo(String e164) {
        PhoneNumber number = PhoneNumber.ofE164(e164).orElseThrow();

        notes.keep(number, "challenge");
        notes.typed();

        assertThat(notes.number()).contains(number);
        notes.keep(number, "another challenge");
        assertThat(notes.wasTyped()).as("it is still the same number").isTrue();
    }

    @Test
    void tabWithoutANumber_hasNone() {
        assertThat(notes.number()).isEmpty();
    }
}
