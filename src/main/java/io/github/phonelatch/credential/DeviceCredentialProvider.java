package io.github.phonelatch.credential;

import io.github.phonelatch.phone.RememberedDevice;
import java.time.ZoneOffset;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Shows remembered devices among a user's credentials, so that the user and admins can forget them. Nothing signs in with one. */
public final class DeviceCredentialProvider implements CredentialProvider<CredentialModel> {
    private final KeycloakSession session;

    DeviceCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return RememberedDevice.TYPE;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    /** A copy, since Keycloak takes the secret away from what it shows. */
    @Override
    public CredentialModel getCredentialFromModel(CredentialModel model) {
        return model.shallowClone();
    }

    /** There is nothing to set up: one is remembered by typing a code. Without any, the consoles do not show the type. */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("phonelatch-device-display-name")
                .helpText("phonelatch-device-help-text")
                .iconCssClass(CredentialTypeMetadata.DEFAULT_ICON_CSS_CLASS)
                .removeable(true)
                .build(session);
    }

    @Override
    public CredentialMetadata getCredentialMetadata(CredentialModel credential, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(credential);
        RememberedDevice.read(credential)
                .ifPresent(device -> metadata.setInfoMessage(
                        "phonelatch-device-until",
                        device.until().atOffset(ZoneOffset.UTC).toLocalDate().toString()));
        return metadata;
    }
}
