package io.github.phonelatch.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.util.JsonSerialization;

/** A verification as a credential of type {@value #TYPE}: the truth about a user's number. */
public final class StoredVerification {
    public static final String TYPE = "phonelatch-phone";

    private static final String NUMBER = "number";
    private static final String VERIFIED_AT = "verifiedAt";
    private static final String CHANNEL = "channel";
    private static final String HOW = "how";
    private static final String SINCE = "since";
    private static final String ID = "id";
    private static final String UNKNOWN = "unknown";

    private StoredVerification() {}

    /** What a user's credentials say, whatever {@code phoneNumber} says. */
    static List<Verification> of(UserModel user) {
        try (Stream<CredentialModel> credentials = user.credentialManager().getStoredCredentialsByTypeStream(TYPE)) {
            return credentials.flatMap(credential -> read(credential).stream()).toList();
        }
    }

    /**
     * Reads a credential. Fields of a later release are ignored, and so is {@code attributeWritable}, which earlier ones wrote.
     *
     * @return empty where it is no credential of ours, or names no valid number or no time
     */
    public static Optional<Verification> read(CredentialModel credential) {
        if (!TYPE.equals(credential.getType()) || credential.getCredentialData() == null) {
            return Optional.empty();
        }
        try {
            JsonNode data = JsonSerialization.readValue(credential.getCredentialData(), JsonNode.class);
            Instant verifiedAt = Instant.parse(data.path(VERIFIED_AT).asText());
            Instant since =
                    data.hasNonNull(SINCE) ? Instant.parse(data.path(SINCE).asText()) : verifiedAt;
            return PhoneNumber.ofE164(data.path(NUMBER).asText())
                    .map(number -> new Verification(
                            number,
                            verifiedAt,
                            data.path(CHANNEL).asText(UNKNOWN),
                            data.path(HOW).asText(UNKNOWN),
                            since,
                            data.path(ID).asText(Verification.derivedId(since))));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Fills a credential and keeps its id. People see the label in their account, so it never holds the whole number.
     */
    public static void write(Verification verification, CredentialModel credential) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put(NUMBER, verification.number().e164());
        data.put(VERIFIED_AT, seconds(verification.verifiedAt()));
        data.put(CHANNEL, verification.channel());
        data.put(HOW, verification.how());
        data.put(SINCE, seconds(verification.since()));
        data.put(ID, verification.id());
        credential.setType(TYPE);
        credential.setUserLabel(verification.number().masked());
        credential.setCreatedDate(verification.verifiedAt().toEpochMilli());
        credential.setCredentialData(data.toString());
        credential.setSecretData("{}");
    }

    /** RFC 3339, UTC, whole seconds. */
    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
