package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;

/** The sheet of codes that a person wrote down. */
public final class RecoveryCodes {
    private static final String FIRST = "FIRST1CODE23";

    /** Sets them up on a person who is not created yet. */
    public void put(ObjectNode user) {
        RecoveryAuthnCodesCredentialModel model = RecoveryAuthnCodesCredentialModel.createFromValues(
                List.of(FIRST, "SECND1CODE23"), Instant.now().toEpochMilli(), "sheet");
        user.withArray("credentials")
                .addObject()
                .put("type", model.getType())
                .put("userLabel", "sheet")
                .put("secretData", model.getSecretData())
                .put("credentialData", model.getCredentialData());
    }

    /** The one that is asked for at the first sign-in. */
    public String first() {
        return FIRST;
    }
}
