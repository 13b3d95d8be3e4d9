package io.github.phonelatch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.it.support.OpenApiDocument;
import io.github.phonelatch.it.support.OpenApiDocument.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description of the endpoints, as far as no server is needed to check it. */
class OpenApiTest {
    private static final JsonNode DOCUMENT = OpenApi.answer().body();

    @Test
    void document_isValidOpenApi_andSoAreItsExamples() {
        assertThat(new OpenApiDocument(DOCUMENT).flaws()).isEmpty();
    }

    /** Or the test above would say nothing. */
    @Test
    void flaws_areFound() {
        for (Map.Entry<String, String> flaw : Map.of(
                        "/info", "version",
                        "/paths/~1status/get/responses/200", "description",
                        "/components/securitySchemes/accessToken", "scheme",
                        "/components/headers/Retry-After", "schema")
                .entrySet()) {
            JsonNode broken = DOCUMENT.deepCopy();
            ((ObjectNode) broken.at(flaw.getKey())).remove(flaw.getValue());
            assertThat(new OpenApiDocument(broken).flaws()).as(flaw.toString()).isNotEmpty();
        }
        JsonNode broken = DOCUMENT.deepCopy();
        ((ObjectNode) broken.at("/components/schemas/Verified/properties/verified_at")).put("type", 7);
        assertThat(new OpenApiDocument(broken).flaws()).isNotEmpty();
        JsonNode otherExample = DOCUMENT.deepCopy();
        ((ObjectNode) otherExample.at("/components/schemas/Verified/examples/0")).put("verified_at", "yesterday");
        assertThat(new OpenApiDocument(otherExample).flaws()).hasSize(1);
    }

    @Test
    void references_leadSomewhere() {
        List<String> references = DOCUMENT.findValuesAsText("$ref");

        assertThat(references)
                .hasSizeGreaterThan(30)
                .allSatisfy(reference -> assertThat(
                                DOCUMENT.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void eachTypeOfProblem_isInTheDocument_andNoOther() {
        Set<String> types =
                Stream.of(ProblemType.values()).map(ProblemType::urn).collect(Collectors.toSet());
        List<String> listed = new ArrayList<>();
        DOCUMENT.at("/components/schemas/ProblemType/enum").forEach(type -> listed.add(type.asText()));

        assertThat(listed).containsExactlyInAnyOrderElementsOf(types);
    }

    /** But two, which no operation can end in: they are told of in the text. */
    @Test
    void eachTypeOfProblem_isAnAnswerOfSomeOperation_withItsStatus() {
        Set<String> answers = new TreeSet<>();
        for (Outcome outcome : new OpenApiDocument(DOCUMENT).outcomes()) {
            answers.add(outcome.status() + " " + outcome.problem());
        }
        Set<String> types = new TreeSet<>();
        for (ProblemType type : ProblemType.values()) {
            types.add(type.status() + " " + type.urn().replace("urn:phonelatch:problem:", ""));
        }
        Set<String> inTheText = Set.of("404 not-found", "405 method-not-allowed");

        types.removeAll(inTheText);
        answers.removeIf(answer -> answer.endsWith(" "));

        assertThat(answers).isEqualTo(types);
        assertThat(DOCUMENT.at("/info/description").asText()).contains("`not-found`", "`method-not-allowed`");
    }
}
