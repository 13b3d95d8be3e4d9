package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.phonelatch.gateway.engagelab.EngageLabGatewayFactory;
import io.github.phonelatch.it.support.Admin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * The manifests of {@code docs/kubernetes} are what Kubernetes and the Operator know, and fit each other and the code. Unknown
 * fields count as mistakes, which a cluster drops without a word.
 */
class KubernetesDocTest {
    private static final Path DIRECTORY = Path.of("docs/kubernetes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Kubernetes' classes keep what they do not know.
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated method) {
                    return false;
                }
            })
            .build();

    @Test
    void keycloak_hasOnlyFieldsThatTheOperatorKnows() throws IOException {
        String schema = Files.readString(Path.of("src/test/resources/kubernetes/keycloak-v2beta1.schema.json"));

        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema)
                        .validate(keycloak().toString(), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void kindsOfKubernetesItself_haveOnlyFieldsThatItKnows() throws Exception {
        List<JsonNode> all = new ArrayList<>(documents("secrets.yaml"));
        all.addAll(documents("egress.yaml"));
        assertThat(all).hasSize(3);
        for (JsonNode document : all) {
            JsonNode written = STRICT.valueToTree(read(document));
            assertThat(written).isEqualTo(document);
        }

        JsonNode misspelled = documents("egress.yaml").get(0);
        ((ObjectNode) misspelled.at("/spec/egress/0")).put("prots", 1);
        assertThatThrownBy(() -> read(misspelled)).hasMessageContaining("prots");
    }

    @Test
    void secretsThatKeycloakIsGiven_areThere() throws IOException {
        Map<String, Set<String>> there = new HashMap<>();
        for (JsonNode secret : documents("secrets.yaml")) {
            Set<String> keys = new TreeSet<>();
            secret.get("stringData").fieldNames().forEachRemaining(keys::add);
            there.put(secret.at("/metadata/name").asText(), keys);
        }

        List<JsonNode> references = new ArrayList<>();
        for (String field : List.of("secret", "usernameSecret", "passwordSecret")) {
            references.addAll(keycloak().findValues(field));
        }
        assertThat(references)
                .hasSize(4)
                .allSatisfy(
                        reference -> assertThat(there.get(reference.get("name").asText()))
                                .contains(reference.get("key").asText()));
    }

    @Test
    void optionsOfOurs_areThoseOfTheCode() throws IOException {
        String prefix = "spi-phonelatch-gateway--engagelab--";
        List<String> options = new EngageLabGatewayFactory()
                .getConfigMetadata().stream()
                        .map(ProviderConfigProperty::getName)
                        .toList();

        assertThat(keycloak().at("/spec/additionalOptions").findValuesAsText("name"))
                .filteredOn(name -> name.startsWith("spi-"))
                .hasSize(2)
                .allSatisfy(name -> assertThat(options).contains(name.substring(prefix.length())));
    }

    /** The definition of KeycloakRealmImport is made of that class, and what it does not know is dropped. */
    @Test
    void schoolRealm_hasOnlyFieldsThatARealmImportKnows() throws IOException {
        RealmRepresentation realm = STRICT.readValue(Files.readString(Admin.schoolFile()), RealmRepresentation.class);

        assertThat(realm.getRealm()).isEqualTo("school");
    }

    /** By their names: the compiler would complain of annotations on these classes that it does not have. */
    private static Object read(JsonNode document) throws Exception {
        String kind = document.get("kind").asText();
        String inPackage = document.get("apiVersion").asText().startsWith("networking") ? "networking.v1." : "";
        return STRICT.treeToValue(document, Class.forName("io.fabric8.kubernetes.api.model." + inPackage + kind));
    }

    private static JsonNode keycloak() throws IOException {
        return documents("keycloak.yaml").get(0);
    }

    private static List<JsonNode> documents(String file) throws IOException {
        return YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(Files.readString(DIRECTORY.resolve(file)))
                .readAll();
    }
}
