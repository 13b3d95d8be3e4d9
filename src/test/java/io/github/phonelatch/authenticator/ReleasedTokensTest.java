package io.github.phonelatch.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.fakes.Released;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.util.JsonSerialization;

/** What browsers hold and what names a direct grant's challenge: every release knows what another one made. */
class ReleasedTokensTest {

    @ParameterizedTest
    @MethodSource("io.github.phonelatch.fakes.Released#all")
    void tokenOfARelease_isRead_withFieldsOfALaterOneToo(Released release) throws IOException {
        ObjectNode content = release.json("device-token.json").deepCopy();
        content.putObject("later").put("more", 1);

        DeviceToken token = JsonSerialization.readValue(content.toString(), DeviceToken.class);

        assertThat(token.devices()).isEqualTo(Map.of("teacher", "device-1", "pupil", "device-2"));
        assertThat(token.getType()).isEqualTo(DeviceToken.KIND);
        assertThat(token.getIssuedFor()).isEqualTo("school");
        assertThat(token.getExp()).isEqualTo(content.get("exp").asLong());
    }

    @ParameterizedTest
    @MethodSource("io.github.phonelatch.fakes.Released#all")
    void tokenIsWritten_soThatTheReleaseReadsIt(Released release) throws IOException {
        JsonNode released = release.json("device-token.json");
        DeviceToken token = new DeviceToken();
        token.type(DeviceToken.KIND)
                .issuedFor("school")
                .iat(released.get("iat").asLong())
                .exp(released.get("exp").asLong());
        token.devices().put("teacher", "device-1");
        token.devices().put("pupil", "device-2");

        JsonNode written = JsonSerialization.readValue(JsonSerialization.writeValueAsString(token), JsonNode.class);

        assertThat(Released.readsAs(released, written)).as(written.toString()).isTrue();
    }

    /** As the records of a release name it: what was asked for on one node is typed on another. */
    @Test
    void challengeOfADirectGrant_isNamedAsEver() {
        assertThat(DirectGrant.BINDING).isEqualTo("direct-grant");
        assertThat(DirectGrant.challengeId("user", "app")).isEqualTo("direct-grant/user/app");
    }
}
