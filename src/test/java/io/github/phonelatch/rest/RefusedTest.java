package io.github.phonelatch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusedTest {
    private static final String RETRY_AFTER = "Retry-After";

    private static Refusal refusal(Problem problem, Duration wait, int attemptsLeft) {
        return new Refusal(problem, wait, attemptsLeft, null);
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void eachProblem_isADocumentThatSaysWhatItIs(Problem problem) {
        Answer answer = Refused.of(Refusal.of(problem)).answer();

        JsonNode body = answer.body();
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(body.get("status").asInt()).isEqualTo(answer.status());
        assertThat(body.get("type").asText())
                .isEqualTo(ProblemType.of(problem).urn())
                .startsWith("urn:phonelatch:problem:");
        assertThat(body.get("title").asText()).isNotBlank();
        assertThat(body.get("detail").asText()).isNotBlank();
        assertThat(body.has("attempts_left")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void each429_saysWhenToComeBack_alsoWhereNobodyKnowsExactly(Problem problem) {
        Answer answer = Refused.of(Refusal.of(problem)).answer();

        if (answer.status() == 429) {
            assertThat(answer.headers()).containsKey(RETRY_AFTER);
            assertThat(answer.body().get("retry_after").asLong()).isPositive();
        }
    }

    @Test
    void wait_isRoundedUp_inHeaderAndBodyAlike() {
        Answer answer = Refused.of(refusal(Problem.COOLDOWN, Duration.ofMillis(29_001), -1))
                .answer();

        assertThat(answer.headers()).containsEntry(RETRY_AFTER, "30");
        assertThat(answer.body().get("retry_after").asLong()).isEqualTo(30);
    }

    @Test
    void wrongCode_saysHowManyAttemptsAreLeft() {
        Answer answer = Refused.of(refusal(Problem.WRONG_CODE, null, 3)).answer();

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("attempts_left").asInt()).isEqualTo(3);
        assertThat(answer.headers()).doesNotContainKey(RETRY_AFTER);
    }

    @Test
    void signInAgain_saysHowFresh_inHeaderAndBody() {
        SignIn old = new SignIn("id", true, false, false, Optional.empty());

        Answer answer = Refused.signInAgain("Bearer error=\"x\"", old).answer();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().get("max_age").asInt()).isEqualTo(300);
        assertThat(answer.body().has("acr_values")).isFalse();
        assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer error=\"x\", max_age=\"300\"");
    }

    @Test
    void signInAgain_saysOfWhichLevel() {
        SignIn low = new SignIn("id", true, false, false, Optional.of("gold"));

        Answer answer = Refused.signInAgain("Bearer", low).answer();

        assertThat(answer.body().get("acr_values").asText()).isEqualTo("gold");
        assertThat(answer.headers().get("WWW-Authenticate")).endsWith(", acr_values=\"gold\"");
    }

    @Test
    void currentNumberFirst_saysSo_andNamesASignInOnlyWhereThatWouldDo() {
        SignIn teacher = new SignIn("id", false, false, false, Optional.empty());
        SignIn student = new SignIn("id", false, false, true, Optional.empty());

        Answer code = Refused.showCurrentNumber("Bearer", teacher).answer();
        Answer either = Refused.showCurrentNumber("Bearer", student).answer();

        assertThat(code.status()).isEqualTo(401);
        assertThat(code.body().get("phone_verification").asBoolean()).isTrue();
        assertThat(code.body().has("max_age")).isFalse();
        assertThat(code.headers()).containsEntry("WWW-Authenticate", "Bearer");
        assertThat(either.body().get("phone_verification").asBoolean()).isTrue();
        assertThat(either.body().get("max_age").asInt()).isEqualTo(300);
    }
}
