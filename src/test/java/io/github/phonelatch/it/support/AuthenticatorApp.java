package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.TimeBasedOTP;

/** An authenticator app with a secret of its own. Keycloak takes each of its codes once, and each counts for half a minute. */
public final class AuthenticatorApp {
    private final String secret = UUID.randomUUID().toString();

    /** Sets it up on a person who is not created yet. */
    public void put(ObjectNode user) {
        OTPCredentialModel model = OTPCredentialModel.createTOTP(secret, 6, 30, "HmacSHA1");
        user.withArray("credentials")
                .addObject()
                .put("type", model.getType())
                .put("userLabel", "app")
                .put("secretData", model.getSecretData())
                .put("credentialData", model.getCredentialData());
    }

    public String code() {
        return codeOf(secret);
    }

    /** What an app shows that was set up with a secret of Keycloak's. */
    public static String codeOf(String secret) {
        return new TimeBasedOTP().generateTOTP(secret);
    }
}
