package io.github.phonelatch.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Proofs;
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
import org.keycloak.models.UserModel;

class PhoneCredentialProviderTest {
    private final PhoneCredentialProvider provider = new PhoneCredentialProvider(session());

    @Test
    void metadata_showsTheMaskedNumberAndTheDay() {
        CredentialMetadata metadata = metadata(Proofs.credential("+447400123456"));

        assertThat(metadata.getInfoMessage().getKey()).isEqualTo("phonelatch-phone-verified");
        assertThat(metadata.getInfoMessage().getParameters()).containsExactly("+44 ••••••••56", "2026-11-20");
    }

    @Test
    void damagedCredential_isListedWithoutANumber() {
        CredentialModel damaged = Proofs.credential("+447400123456");
        damaged.setCredentialData("{");

        assertThat(metadata(damaged).getInfoMessage()).isNull();
    }

    @Test
    void userWithoutANumber_mayAddOne_andWithOneMayChangeIt() {
        FakeUser user = new FakeUser("student");
        assertThat(typeFor(user.model()).getCreateAction()).isEqualTo("phonelatch-verify-phone");
        assertThat(typeFor(user.model()).getUpdateAction()).isNull();
        assertThat(typeFor(null).getCreateAction()).isEqualTo("phonelatch-verify-phone");

        user.credential(Proofs.credential("+447400123456"));
        assertThat(typeFor(user.model()).getCreateAction()).isNull();
        assertThat(typeFor(user.model()).getUpdateAction()).isEqualTo("phonelatch-verify-phone");
        assertThat(typeFor(user.model()).isRemoveable()).isTrue();
    }

    @Test
    void credential_isNoWayToCheckACode() {
        assertThat(provider).isNotInstanceOf(CredentialInputValidator.class);
        assertThat(provider.getType()).isEqualTo("phonelatch-phone");
    }

    private CredentialMetadata metadata(CredentialModel credential) {
        return provider.getCredentialMetadata(
                provider.getCredentialFromModel(credential), typeFor(new FakeUser("student").model()));
    }

    private CredentialTypeMetadata typeFor(UserModel user) {
        return provider.getCredentialTypeMetadata(
                CredentialTypeMetadataContext.builder().user(user).build(session()));
    }

    private static KeycloakSession session() {
        RealmModel realm = Fake.of(RealmModel.class)
                .on(
                        "getRequiredActionProvidersStream",
                        arguments -> Stream.of(enabled("phonelatch-verify-phone"), enabled("delete_credential")))
                .make();
        KeycloakContext context =
                Fake.of(KeycloakContext.class).returning("getRealm", realm).make();
        return Fake.of(KeycloakSession.class).returning("getContext", context).make();
    }

    private static RequiredActionProviderModel enabled(String id) {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setProviderId(id);
        action.setEnabled(true);
        return action;
    }
}
