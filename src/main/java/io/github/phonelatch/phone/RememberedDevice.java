package io.github.phonelatch.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * A device on which a person need not type a code for a while, as a credential of type {@value #TYPE}: so its owner and
 * admins see it where they see what signs the person in, and can remove it there.
 *
 * @param number that was verified when the device was remembered
 * @param password which password the person had then, told apart from the one that follows it
 * @param since when it was remembered
 * @param until when it is forgotten
 */
public record RememberedDevice(PhoneNumber number, String password, Instant since, Instant until) {
    public static final String TYPE = "phonelatch-device";

    private static final String NUMBER = "number";
    private static final String PASSWORD = "password";
    private static final String SINCE = "since";
    private static final String UNTIL = "until";

    /**
     * Reads a credential. Fields of a later release are ignored.
     *
     * @return empty where it is no credential of ours, or cannot be read
     */
    public static Optional<RememberedDevice> read(CredentialModel credential) {
        if (!TYPE.equals(credential.getType()) || credential.getCredentialData() == null) {
            return Optional.empty();
        }
        try {
            JsonNode data = JsonSerialization.readValue(credential.getCredentialData(), JsonNode.class);
            Instant since = Instant.parse(data.path(SINCE).asText());
            Instant until = Instant.parse(data.path(UNTIL).asText());
            return PhoneNumber.ofE164(data.path(NUMBER).asText())
                    .map(number ->
                            new RememberedDevice(number, data.path(PASSWORD).asText(), since, until));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    CredentialModel toCredential(String label) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put(NUMBER, number.e164());
        data.put(PASSWORD, password);
        data.put(SINCE, since.toString());
        data.put(UNTIL, until.toString());
        CredentialModel credential = new CredentialModel();
        credential.setType(TYPE);
        credential.setUserLabel(label);
        credential.setCreatedDate(since.toEpochMilli());
        credential.setCredentialData(data.toString());
        credential.setSecretData("{}");
        return credential;
    }
}
