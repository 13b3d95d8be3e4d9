package io.github.phonelatch.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.FakeUser;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithdrawalTest {
    private final FakeUser user = new FakeUser("student")
            .attribute("phoneNumber", "+447400123456")
            .attribute("phoneNumberVerified", "true")
            .attribute("phoneNumberVerifiedAt", "2026-11-20T12:00:00Z");

    @Test
    void attributes_noLongerSayVerified_andTheNumberStays() {
        withdraw();

        assertThat(user.attributes())
                .containsEntry("phoneNumber", List.of("+447400123456"))
                .containsEntry("phoneNumberVerified", List.of("false"))
                .doesNotContainKey("phoneNumberVerifiedAt");
    }

    @Test
    void userWithoutOurAttributes_getsNone() {
        user.attributes().clear();

        withdraw();

        assertThat(user.attributes()).isEmpty();
    }

    @Test
    void readOnlyDirectory_isLeftAsItIs() {
        user.readOnly("phoneNumberVerified");

        withdraw();

        assertThat(user.attributes())
                .containsEntry("phoneNumberVerified", List.of("true"))
                .doesNotContainKey("phoneNumberVerifiedAt");
    }

    private void withdraw() {
        Withdrawal.withdraw(user.model());
    }
}
