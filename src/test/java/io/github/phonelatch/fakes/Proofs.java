package io.github.phonelatch.fakes;

import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.PhoneProof;
import io.github.phonelatch.phone.StoredProof;
import java.time.Instant;
import org.keycloak.credential.CredentialModel;

/** Numbers and proofs of them. */
public final class Proofs {
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Proofs() {}

    public static PhoneNumber number(String e164) {
        return PhoneNumber.parse(e164, null).orElseThrow();
    }

    public static PhoneProof proof(String e164) {
        return new PhoneProof(number(e164), NOON, "sms", "code");
    }

    public static CredentialModel credential(String e164) {
        return credential(proof(e164), true);
    }

    public static CredentialModel credential(PhoneProof proof, boolean attributeWritable) {
        CredentialModel credential = new CredentialModel();
        new StoredProof(proof, attributeWritable).writeTo(credential);
        return credential;
    }
}
