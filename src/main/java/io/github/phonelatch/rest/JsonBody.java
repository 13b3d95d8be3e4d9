package io.github.phonelatch.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.phonelatch.application.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object of texts, read strictly, so that an application that misspells a field is told so. */
final class JsonBody {
    static final int LARGEST = 8 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(10).build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /** A body that has not been read. */
    record Source(@Nullable String contentType, @Nullable InputStream in) {

        /**
         * Reads a body with no other fields than these.
         *
         * @throws Refused where it is no such body
         */
        JsonBody read(String... fields) {
            return JsonBody.read(contentType, in, fields);
        }
    }

    private static JsonBody read(@Nullable String contentType, @Nullable InputStream in, String... fields) {
        requireJson(contentType);
        JsonNode object = parse(bytes(in));
        if (!object.isObject()) {
            throw invalid("The body has to be a JSON object.");
        }
        List<String> known = Arrays.asList(fields);
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            if (!known.contains(names.next())) {
                throw invalid(
                        "The body has a field that is not known here. Known are: " + String.join(", ", known) + ".");
            }
        }
        return new JsonBody(object);
    }

    /** Empty where the field is absent. */
    Optional<String> text(String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw invalid("The field " + field + " has to be a string.");
        }
        return Optional.of(value.textValue());
    }

    String requiredText(String field) {
        return text(field).orElseThrow(() -> invalid("The field " + field + " is missing."));
    }

    /** One of some words, empty where the field is absent. */
    Optional<String> oneOf(String field, Collection<String> words) {
        Optional<String> text = text(field);
        if (text.isPresent() && !words.contains(text.get())) {
            throw invalid("The field " + field + " has to be one of: " + String.join(", ", words) + ".");
        }
        return text;
    }

    static Refused invalid(String detail) {
        return Refused.of(ProblemType.INVALID_REQUEST, detail);
    }

    private static void requireJson(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].trim();
        if (!type.equalsIgnoreCase("application/json")) {
            throw Refused.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body as JSON, with Content-Type: application/json.");
        }
    }

    private static byte[] bytes(@Nullable InputStream in) {
        byte[] bytes;
        try {
            bytes = in == null ? new byte[0] : in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw invalid("The body ended before it was complete.");
        }
        if (bytes.length > LARGEST) {
            throw Refused.of(ProblemType.BODY_TOO_LARGE, "A body has at most " + LARGEST + " bytes.");
        }
        return bytes;
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            // Its message quotes the body.
            throw invalid("The body is not valid JSON, or names a field twice.");
        } catch (IOException e) {
            throw invalid("The body is not valid JSON in UTF-8.");
        }
    }
}
