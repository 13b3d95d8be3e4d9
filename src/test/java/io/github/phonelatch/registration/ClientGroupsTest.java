package io.github.phonelatch.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.AuthenticatorConfigModel;

class ClientGroupsTest {
    @Test
    void noConfiguration_orNoneYet_namesNoGroup() {
        assertThat(ClientGroups.of(null)).contains(new ClientGroups(Map.of()));
        assertThat(ClientGroups.of(new AuthenticatorConfigModel())).contains(new ClientGroups(Map.of()));
        assertThat(ClientGroups.of(stored(""))).contains(new ClientGroups(Map.of()));
        assertThat(ClientGroups.of(stored("[]"))).contains(new ClientGroups(Map.of()));
    }

    @Test
    void clientThatStandsTwice_bringsBothGroups_andOthersNone() {
        ClientGroups groups = ClientGroups.of(stored("[{\"key\":\"portal\",\"value\":\"/a\"},"
                        + "{\"key\":\"app\",\"value\":\"/c\"},{\"key\":\"portal\",\"value\":\"/a/b\"}]"))
                .orElseThrow();

        assertThat(groups.paths("portal")).containsExactly("/a", "/a/b");
        assertThat(groups.paths("app")).containsExactly("/c");
        assertThat(groups.paths("Portal")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "portal=/a",
                "{\"portal\":\"/a\"}",
                "[{\"value\":\"/a\"}]",
                "[{\"key\":\"portal\"}]",
                "[null]"
            })
    void whatIsNoListOfKeysAndValues_cannotBeRead(String text) {
        assertThat(ClientGroups.of(stored(text))).isEmpty();
    }

    private static AuthenticatorConfigModel stored(String groups) {
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        config.setConfig(Map.of("groups", groups));
        return config;
    }
}
