package io.github.phonelatch.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeUser;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

class DeviceCredentialProviderTest {
    private final DeviceCredentialProvider provider = new DeviceCredentialProvider(session());
    private final FakeUser user = new FakeUser("teacher");

    @Test
    void metadata_saysUntilWhen() {
        CredentialMetadata metadata = metadata(device());

        assertThat(metadata.getInfoMessage().getKey()).isEqualTo("phonelatch-device-until");
        assertThat(metadata.getInfoMessage().getParameters()).containsExactly("2026-12-20");
    }

    @Test
    void damagedDevice_isListedWithoutADate() {
        CredentialModel damaged = device();
        damaged.setCredentialData("{");

        assertThat(metadata(damaged).getInfoMessage()).isNull();
    }

    @Test
    void type_canBeRemoved_andNotSetUp() {
        CredentialTypeMetadata type = type();

        assertThat(type.getType()).isEqualTo("phonelatch-device");
        assertThat(type.isRemoveable()).isTrue();
        assertThat(type.getCreateAction()).isNull();
        assertThat(type.getUpdateAction()).isNull();
    }

    /** Keycloak empties the secret of what it lists. */
    @Test
    void listing_leavesTheStoredOneAsItIs() {
        CredentialModel stored = device();

        metadata(stored).getCredentialModel().setSecretData(null);

        assertThat(stored.getSecretData()).isEqualTo("{}");
    }

    @Test
    void removal_removesThatOne() {
        user.credential(device()).credential(device());

        assertThat(provider.deleteCredential(
                        null, user.model(), user.credentials().get(0).getId()))
                .isTrue();

        assertThat(user.credentials()).hasSize(1);
    }

    @Test
    void device_isNothingToSignInWith() {
        assertThat(provider).isNotInstanceOf(CredentialInputValidator.class);
        assertThat(provider.supportsCredentialType("phonelatch-device")).isTrue();
        assertThat(provider.supportsCredentialType("phonelatch-phone")).isFalse();
    }

    private CredentialMetadata metadata(CredentialModel device) {
        return provider.getCredentialMetadata(provider.getCredentialFromModel(device), type());
    }

    private CredentialTypeMetadata type() {
        return provider.getCredentialTypeMetadata(
                CredentialTypeMetadataContext.builder().user(user.model()).build(session()));
    }

    private static CredentialModel device() {
        CredentialModel device = new CredentialModel();
        device.setType("phonelatch-device");
        device.setSecretData("{}");
        device.setCredentialData("{\"number\":\"+447400123456\",\"password\":\"1@2\","
                + "\"since\":\"2026-11-20T12:00:00Z\",\"until\":\"2026-12-20T12:00:00Z\"}");
        return device;
    }

    private static KeycloakSession session() {
        RequiredActionProviderModel removal = new RequiredActionProviderModel();
        removal.setProviderId("delete_credential");
        removal.setEnabled(true);
        RealmModel realm = Fake.of(RealmModel.class)
                .on("getRequiredActionProvidersStream", arguments -> Stream.of(removal))
                .make();
        return Fake.of(KeycloakSession.class)
                .returning(
                        "getContext",
                        Fake.of(KeycloakContext.class)
                                .returning("getRealm", realm)
                                .make())
                .make();
    }
}
