package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** A description in OpenAPI 3.1, which judges itself and what a server answers. */
public final class OpenApiDocument {
    private static final String HERE = "https://document.example/openapi.json";
    /** With the dialect of schemas that OpenAPI documents have; its parts lie on the class path as they are named. */
    private static final String SPECIFICATION = "https://spec.openapis.org/oas/3.1/schema-base/2022-10-07";

    private static final Set<String> HEADERS = Set.of("Retry-After", "WWW-Authenticate", "Allow");

    private final JsonNode document;
    private final SchemaRegistry schemas;

    public OpenApiDocument(JsonNode document) {
        this.document = document;
        this.schemas = registry(Map.of(HERE, document.toString()));
    }

    /**
     * What a call may end in.
     *
     * @param problem the last part of the problem's type; empty where it is none
     */
    public record Outcome(String operation, int status, String problem) implements Comparable<Outcome> {
        @Override
        public int compareTo(Outcome other) {
            return toString().compareTo(other.toString());
        }
    }

    public Set<Outcome> outcomes() {
        Set<Outcome> outcomes = new TreeSet<>();
        document.get("paths")
                .forEach(path -> path.forEach(operation -> each(operation.get("responses"), (status, response) -> {
                    JsonNode problems = response.at("/content/application~1problem+json/schema")
                            .findPath("enum");
                    Outcome success = new Outcome(operation.get("operationId").asText(), Integer.parseInt(status), "");
                    if (problems.isMissingNode()) {
                        outcomes.add(success);
                    }
                    problems.forEach(type -> outcomes.add(
                            new Outcome(success.operation(), success.status(), PhoneApi.shortName(type.asText()))));
                })));
        return outcomes;
    }

    /** What the specification of such documents finds wrong with it, and examples that are none of what they stand at. */
    public List<String> flaws() {
        List<String> flaws = new ArrayList<>();
        registry(Map.of())
                .getSchema(SchemaLocation.of(SPECIFICATION))
                .validate(document)
                .forEach(error -> flaws.add(error.toString()));
        exampleFlaws(document, "", flaws);
        return flaws;
    }

    private void exampleFlaws(JsonNode node, String pointer, List<String> flaws) {
        if (node.path("examples").isArray()) {
            node.get("examples").forEach(example -> flaws.addAll(schemaFlaws(pointer, example)));
        }
        if (node.isObject()) {
            each(node, (name, child) -> exampleFlaws(child, pointer + "/" + escaped(name), flaws));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            exampleFlaws(node.get(i), pointer + "/" + i, flaws);
        }
    }

    /** In what an answer differs from what is documented for the call. */
    public List<String> flaws(String method, String path, PhoneApi.Reply reply) {
        String at = "/paths/" + escaped("/" + path) + "/" + method.toLowerCase(java.util.Locale.ROOT) + "/responses/"
                + reply.status();
        JsonNode response = document.at(at);
        String type = reply.contentType().split(";", 2)[0];
        String schema = at + "/content/" + escaped(type) + "/schema";
        if (document.at(schema).isMissingNode()) {
            return List.of("nothing at " + schema);
        }
        List<String> flaws = new ArrayList<>(schemaFlaws(schema, reply.body()));
        if (type.equals("application/problem+json")) {
            reply.body().fieldNames().forEachRemaining(field -> {
                if (!document.at("/components/schemas/Problem/properties").has(field)) {
                    flaws.add("field " + field);
                }
            });
            if (reply.body().path("status").asInt() != reply.status()) {
                flaws.add("another status in the body");
            }
        }
        for (String header : HEADERS) {
            headerFlaws(response.path("headers").path(header), header, reply, flaws);
        }
        return flaws;
    }

    private void headerFlaws(JsonNode reference, String name, PhoneApi.Reply reply, List<String> flaws) {
        List<String> values = reply.headers().allValues(name);
        String at = reference.path("$ref").asText("#").substring(1);
        JsonNode header = at.isEmpty() ? reference : document.at(at);
        if (header.isMissingNode()) {
            values.forEach(value -> flaws.add("header " + name + " is not documented: " + value));
            return;
        }
        if (header.path("required").asBoolean() && values.size() != 1) {
            flaws.add(values.size() + " headers " + name);
        }
        boolean number = header.at("/schema/type").asText().equals("integer");
        values.forEach(value ->
                flaws.addAll(schemaFlaws(at + "/schema", number ? Json.of(Long.parseLong(value)) : Json.of(value))));
    }

    /** In what a value differs from the schema at a place in the document. */
    public List<String> schemaFlaws(String pointer, JsonNode value) {
        Schema schema = schemas.getSchema(SchemaLocation.of(HERE + "#" + pointer));
        return schema
                .validate(value, execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(error -> pointer + ": " + error)
                .toList();
    }

    private static SchemaRegistry registry(Map<String, String> documents) {
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder ->
                        builder.schemas(name -> documents.containsKey(name) ? documents.get(name) : onClassPath(name)));
    }

    /** Null where it is not there: the validator then looks among its own. */
    private static String onClassPath(String name) {
        String prefix = "https://";
        if (!name.startsWith(prefix + "spec.openapis.org/")) {
            return null;
        }
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("/" + name.substring(prefix.length()))) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static void each(JsonNode object, BiConsumer<String, JsonNode> action) {
        object.properties().forEach(field -> action.accept(field.getKey(), field.getValue()));
    }
}
