package io.github.phonelatch.credential;

import io.github.phonelatch.phone.StoredVerification;
import io.github.phonelatch.phone.Verification;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;

/** A credential of type {@value StoredVerification#TYPE} as Keycloak's consoles show it. There is no secret in it. */
public final class PhoneCredentialModel extends CredentialModel {
    private static final long serialVersionUID = 1L;

    private PhoneCredentialModel() {}

    /** The same credential. Its content is read on demand, so that a damaged one can still be listed and removed. */
    static PhoneCredentialModel of(CredentialModel stored) {
        PhoneCredentialModel credential = new PhoneCredentialModel();
        credential.setId(stored.getId());
        credential.setType(stored.getType());
        credential.setUserLabel(stored.getUserLabel());
        credential.setCreatedDate(stored.getCreatedDate());
        credential.setCredentialData(stored.getCredentialData());
        credential.setSecretData(stored.getSecretData());
        credential.setFederationLink(stored.getFederationLink());
        return credential;
    }

    Optional<Verification> stored() {
        return StoredVerification.read(this);
    }
}
