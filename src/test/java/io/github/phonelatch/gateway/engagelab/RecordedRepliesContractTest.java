package io.github.phonelatch.gateway.engagelab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phonelatch.gateway.OtpGateway;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract against the replies as EngageLab documents them, kept in {@code src/test/resources/engagelab}. */
class RecordedRepliesContractTest extends EngageLabContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ScriptedProvider provider;
    private int recordings;

    @BeforeEach
    void start() throws Exception {
        provider = ScriptedProvider.started();
    }

    @AfterEach
    void stop() {
        int asked = provider.server.getRequestCount();
        provider.close();
        assertThat(asked).as("one request per recorded reply").isEqualTo(recordings);
    }

    @Override
    protected OtpGateway gateway() {
        return provider.gateway();
    }

    @Override
    protected Optional<OtpGateway> gatewayWithWrongCredentials() {
        return Optional.of(provider.gateway(options -> options.secret("wrong")));
    }

    @Override
    String approvedTemplateId() {
        return "login-otp";
    }

    @Override
    protected Optional<String> pendingTemplate() {
        return Optional.of("pending-otp");
    }

    @Override
    protected String number() {
        return "+447400123456";
    }

    @Override
    String numberRefusedWith(int providerCode) {
        return number();
    }

    @Override
    protected String codeReceivedBy(String number) {
        return "667090";
    }

    @Override
    protected void letCodesExpire() {}

    @Override
    protected void replies(String... names) {
        for (String name : names) {
            JsonNode recording = recording(name);
            provider.answers(
                    recording.get("status").asInt(), recording.get("body").toString());
        }
        recordings = names.length;
    }

    private static JsonNode recording(String name) {
        try (InputStream in = RecordedRepliesContractTest.class.getResourceAsStream("/engagelab/" + name + ".json")) {
            return JSON.readTree(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new AssertionError("no recording " + name, e);
        }
    }
}
