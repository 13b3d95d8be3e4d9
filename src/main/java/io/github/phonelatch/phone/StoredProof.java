package io.github.phonelatch.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * A proof as a credential of type {@value #TYPE}: the truth about a user's number.
 *
 * @param attributeWritable whether the user's store let us write {@code phoneNumber}; where it did not, the credential alone
 *     carries the number and an absent attribute disproves nothing
 */
public record StoredProof(PhoneProof proof, boolean attributeWritable) {
    public static final String TYPE = "phonelatch-phone";

    private static final String NUMBER = "number";
    private static final String VERIFIED_AT = "verifiedAt";
    private static final String CHANNEL = "channel";
    private static final String HOW = "how";
    private static final String ATTRIBUTE_WRITABLE = "attributeWritable";
    private static final String SINCE = "since";
    private static final String ID = "id";
    private static final String UNKNOWN = "unknown";

    /**
     * What the credential says. Fields of a later release are passed over.
     *
     * @return empty where it is no credential of ours, or names no valid number or no time
     */
    public static Optional<StoredProof> read(CredentialModel credential) {
        if (!TYPE.equals(credential.getType()) || credential.getCredentialData() == null) {
            return Optional.empty();
        }
        try {
            JsonNode data = JsonSerialization.readValue(credential.getCredentialData(), JsonNode.class);
            Instant verifiedAt = Instant.parse(data.path(VERIFIED_AT).asText());
            Instant since =
                    data.hasNonNull(SINCE) ? Instant.parse(data.path(SINCE).asText()) : verifiedAt;
            return PhoneNumber.ofE164(data.path(NUMBER).asText())
                    .map(number -> new StoredProof(
                            new PhoneProof(
                                    number,
                                    verifiedAt,
                                    data.path(CHANNEL).asText(UNKNOWN),
                                    data.path(HOW).asText(UNKNOWN),
                                    since,
                                    data.path(ID).asText(PhoneProof.derivedId(since))),
                            data.path(ATTRIBUTE_WRITABLE).asBoolean(true)));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Fills a credential; its id stays. The label is what people see in their account: never the whole number. */
    public void writeTo(CredentialModel credential) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put(NUMBER, proof.number().e164());
        data.put(VERIFIED_AT, seconds(proof.verifiedAt()));
        data.put(CHANNEL, proof.channel());
        data.put(HOW, proof.how());
        data.put(ATTRIBUTE_WRITABLE, attributeWritable);
        data.put(SINCE, seconds(proof.since()));
        data.put(ID, proof.id());
        credential.setType(TYPE);
        credential.setUserLabel(proof.number().masked());
        credential.setCreatedDate(proof.verifiedAt().toEpochMilli());
        credential.setCredentialData(data.toString());
        credential.setSecretData("{}");
    }

    /** RFC 3339, UTC, whole seconds. */
    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
