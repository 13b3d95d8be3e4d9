package io.github.phonelatch.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.Problem;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantProblemTest {
    /** What the documentation promises to applications. */
    private static final Set<String> TYPES = Set.of(
            "wrong-code",
            "code-expired",
            "unknown-challenge",
            "too-many-attempts",
            "account-locked",
            "number-not-allowed",
            "invalid-number",
            "number-taken",
            "rate-limited",
            "provider-unavailable",
            "not-configured");

    @ParameterizedTest
    @EnumSource(Problem.class)
    void eachProblem_hasADocumentedName_andADescriptionAsOAuthAllows(Problem problem) {
        GrantProblem answer = GrantProblem.of(problem);

        assertThat(answer.type()).isIn(TYPES);
        assertThat(answer.error()).isIn("invalid_grant", "temporarily_unavailable");
        // RFC 6749, 5.2: printable ASCII but quotes and backslashes. Whom the messages come from is nobody's business.
        assertThat(answer.description())
                .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+")
                .doesNotContain("EngageLab");
    }

    /** An application that tries again because it is told to would use up tries. */
    @ParameterizedTest
    @EnumSource(
            value = Problem.class,
            names = {"WRONG_CODE", "CODE_EXPIRED", "UNKNOWN_CHALLENGE", "TOO_MANY_TRIES", "BLOCKED", "ACCOUNT_LOCKED"})
    void whatTheSameRequestCannotMend_isNoTemporaryFailure(Problem problem) {
        assertThat(GrantProblem.of(problem).error()).isEqualTo("invalid_grant");
    }
}
