package io.github.phonelatch.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.challenge.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantAnswerTest {
    /** An application that tries again because it is told to would use up tries. */
    @ParameterizedTest
    @EnumSource(
            value = Problem.class,
            names = {"WRONG_CODE", "CODE_EXPIRED", "UNKNOWN_CHALLENGE", "TOO_MANY_ATTEMPTS", "BLOCKED", "ACCOUNT_LOCKED"
            })
    void whatTheSameRequestCannotMend_isNoTemporaryFailure(Problem problem) {
        assertThat(GrantAnswer.error(ProblemType.of(problem))).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @EnumSource(
            value = Problem.class,
            names = {"COOLDOWN", "TOO_MANY_SENDS", "CODE_ALREADY_OUT", "ON_ITS_WAY", "UNAVAILABLE", "NOT_CONFIGURED"})
    void whatTimeMends_isATemporaryFailure(Problem problem) {
        assertThat(GrantAnswer.error(ProblemType.of(problem))).isEqualTo("temporarily_unavailable");
    }
}
