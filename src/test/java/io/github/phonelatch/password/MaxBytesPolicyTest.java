package io.github.phonelatch.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeUser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

class MaxBytesPolicyTest {
    private String written = "phonelatch-max-bytes(72)";
    private PasswordPolicyProvider policy;
    private RealmModel realm;

    @BeforeEach
    void readThePolicyOfTheRealm() {
        KeycloakSession session = Fake.of(KeycloakSession.class)
                .on("getProvider", arguments -> policy)
                .on(
                        "getContext",
                        arguments -> Fake.of(KeycloakContext.class)
                                .on("getRealm", none -> realm)
                                .make())
                .make();
        policy = new MaxBytesPolicyFactory().create(session);
        realm = Fake.of(RealmModel.class)
                .on("getPasswordPolicy", arguments -> PasswordPolicy.parse(session, written))
                .make();
    }

    @Test
    void passwordOf72Bytes_isTaken() {
        for (String fits : new String[] {"", "a".repeat(72), "é".repeat(36), "密".repeat(24), "🔑".repeat(18)}) {
            assertThat(refusal(fits)).isNull();
        }
    }

    @Test
    void passwordOfMore_isRefused_withTheLimit() {
        for (String tooLong : new String[] {"a".repeat(73), "é".repeat(37), "密".repeat(25), "🔑".repeat(19)}) {
            PolicyError refusal = refusal(tooLong);

            assertThat(refusal.getMessage()).isEqualTo("phonelatchPasswordTooLong");
            assertThat(refusal.getParameters()).containsExactly(72);
        }
    }

    @Test
    void registrationWithoutAUserYet_isRefusedAsWell() {
        assertThat(policy.validate("student@school.example", "a".repeat(72))).isNull();
        assertThat(policy.validate("student@school.example", "a".repeat(73))).isNotNull();
    }

    @Test
    void smallerLimit_counts() {
        written = "phonelatch-max-bytes(8)";

        assertThat(refusal("12345678")).isNull();
        assertThat(refusal("123456789").getParameters()).containsExactly(8);
    }

    @Test
    void policyWithoutANumber_means72() {
        written = "phonelatch-max-bytes";

        assertThat(refusal("a".repeat(72))).isNull();
        assertThat(refusal("a".repeat(73))).isNotNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void noNumber_means72(String value) {
        assertThat(policy.parseConfig(value)).isEqualTo(72);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "72,72", "' 40 ',40"})
    void number_isRead(String value, int expected) {
        assertThat(policy.parseConfig(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "73", "210000", "many", "7.5"})
    void anythingElse_isRefusedWhenThePolicyIsSaved(String value) {
        assertThatThrownBy(() -> policy.parseConfig(value)).isInstanceOf(PasswordPolicyConfigException.class);
    }

    private PolicyError refusal(String password) {
        return policy.validate(realm, new FakeUser("student").model(), password);
    }
}
