package io.github.phonelatch.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.Problem;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {
    /** Applications compare these. */
    @Test
    void names_areTheOnesThatWerePromised() {
        assertThat(Arrays.stream(ProblemType.values()).map(type -> type.urn() + " " + type.status()))
                .containsExactlyInAnyOrder(
                        "urn:phonelatch:problem:invalid-request 400",
                        "urn:phonelatch:problem:invalid-token 401",
                        "urn:phonelatch:problem:insufficient-user-authentication 401",
                        "urn:phonelatch:problem:client-not-allowed 403",
                        "urn:phonelatch:problem:origin-not-allowed 403",
                        "urn:phonelatch:problem:account-locked 403",
                        "urn:phonelatch:problem:not-found 404",
                        "urn:phonelatch:problem:unknown-challenge 404",
                        "urn:phonelatch:problem:method-not-allowed 405",
                        "urn:phonelatch:problem:number-taken 409",
                        "urn:phonelatch:problem:code-expired 410",
                        "urn:phonelatch:problem:body-too-large 413",
                        "urn:phonelatch:problem:unsupported-media-type 415",
                        "urn:phonelatch:problem:invalid-number 422",
                        "urn:phonelatch:problem:channel-not-available 422",
                        "urn:phonelatch:problem:number-not-allowed 422",
                        "urn:phonelatch:problem:wrong-code 422",
                        "urn:phonelatch:problem:too-many-attempts 429",
                        "urn:phonelatch:problem:rate-limited 429",
                        "urn:phonelatch:problem:provider-unavailable 503",
                        "urn:phonelatch:problem:not-configured 503");
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void eachProblem_isExplainedAsOAuthAllows_withoutNamingTheProvider(Problem problem) {
        // RFC 6749, 5.2: printable ASCII but quotes and backslashes.
        assertThat(ProblemType.detail(problem))
                .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+")
                .doesNotContain("EngageLab")
                .endsWith(".");
        assertThat(ProblemType.of(problem).title()).isNotBlank();
    }
}
