package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.phone.PhoneNumber;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Proofs as an import brings them: what the extension itself would have stored on the user. */
public final class Verifications {
    private Verifications() {}

    /** Puts a proof on a person who is not created yet. */
    public static void put(ObjectNode user, String number, Instant verifiedAt) {
        String at = verifiedAt.truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode attributes = user.withObject("/attributes");
        attributes.putArray("phoneNumber").add(number);
        attributes.putArray("phoneNumberVerified").add("true");
        attributes.putArray("phoneNumberVerifiedAt").add(at);
        user.withArray("credentials")
                .addObject()
                .put("type", RealmAdmin.PHONE_CREDENTIAL)
                .put("userLabel", PhoneNumber.ofE164(number).orElseThrow().masked())
                .put("createdDate", verifiedAt.toEpochMilli())
                .put("secretData", "{}")
                .put(
                        "credentialData",
                        Json.object()
                                .put("number", number)
                                .put("verifiedAt", at)
                                .put("channel", "sms")
                                .put("how", "code")
                                .toString());
    }
}
