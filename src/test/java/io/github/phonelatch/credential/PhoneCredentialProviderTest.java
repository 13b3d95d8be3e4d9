package io.github.phonelatch.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Verifications;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

class PhoneCredentialProviderTest {
    private final FakeRealm realm = new FakeRealm("school").action("delete_credential");
    private String method = "GET";
    private final PhoneCredentialProvider provider = new PhoneCredentialProvider(session());

    @Test
    void metadata_showsTheMaskedNumberAndTheDay() {
        CredentialMetadata metadata = metadata(Verifications.credential("+447400123456"));

        assertThat(metadata.getInfoMessage().getKey()).isEqualTo("phonelatch-phone-verified");
        assertThat(metadata.getInfoMessage().getParameters()).containsExactly("+44 ••••••••56", "2026-11-20");
    }

    @Test
    void damagedCredential_isListedWithoutANumber() {
        CredentialModel damaged = Verifications.credential("+447400123456");
        damaged.setCredentialData("{");

        assertThat(metadata(damaged).getInfoMessage()).isNull();
    }

    @Test
    void userWithoutANumber_mayAddOne_andWithOneMayChangeIt() {
        FakeUser user = new FakeUser("student");
        assertThat(typeFor(user.model()).getCreateAction()).isEqualTo("phonelatch-verify-phone");
        assertThat(typeFor(user.model()).getUpdateAction()).isNull();
        assertThat(typeFor(null).getCreateAction()).isEqualTo("phonelatch-verify-phone");

        user.credential(Verifications.credential("+447400123456"));
        assertThat(typeFor(user.model()).getCreateAction()).isNull();
        assertThat(typeFor(user.model()).getUpdateAction()).isEqualTo("phonelatch-verify-phone");
    }

    @Test
    void numberThatTheRealmAsksFor_isNotRemovedByItsOwner() {
        FakeUser user = new FakeUser("student").credential(Verifications.credential("+447400123456"));

        assertThat(typeFor(user.model()).isRemoveable()).isFalse();
    }

    @Test
    void numberThatNobodyAsksFor_isItsOwnersToRemove() {
        UserModel user = new FakeUser("student")
                .credential(Verifications.credential("+447400123456"))
                .role(realm.clientRole("realm-management", "realm-admin"))
                .model();
        assertThat(typeFor(user).isRemoveable()).as("of an exempt user").isTrue();

        UserModel student = new FakeUser("student").model();
        realm.setting("require-for-all", "false");
        assertThat(typeFor(student).isRemoveable())
                .as("where nobody has to have one")
                .isTrue();
        realm.setting("require-for-all", "true").actionDisabled();
        assertThat(typeFor(student).isRemoveable())
                .as("with the action disabled")
                .isTrue();
    }

    /** The list of credentials is asked before anything is chosen; a removal is not. */
    @Test
    void numberThatItsOwnerHasNotShown_isNotRemovedByASessionAlone() {
        realm.setting("require-for-all", "false");
        UserModel student = new FakeUser("student")
                .attribute("phoneNumber", "+447400123456")
                .credential(Verifications.credential("+447400123456"))
                .model();

        assertThat(typeFor(student).isRemoveable()).isTrue();
        method = "DELETE";
        assertThat(typeFor(student).isRemoveable()).isFalse();
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

    private KeycloakSession session() {
        KeycloakContext context = Fake.of(KeycloakContext.class)
                .returning("getRealm", realm.model())
                .returning("getAuthenticationSession", null)
                .returning("getUserSession", null)
                .returning(
                        "getHttpRequest",
                        Fake.of(HttpRequest.class)
                                .on("getHttpMethod", arguments -> method)
                                .make())
                .make();
        return Fake.session().returning("getContext", context).make();
    }
}
