package io.github.phonelatch.phone;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Takes back the attributes of a verification that is gone. */
public final class Withdrawal {
    /** The reason, in the event of a removed credential, that the number went to another account. */
    public static final String NUMBER_OWNER = "number-owner";

    private Withdrawal() {}

    /**
     * Makes the attributes stop saying that the number is verified, and forgets the devices on which it spared a code.
     * The number itself stays, because it is data of the user and the page offers it again. Costs nothing where there
     * is nothing to take back. Attributes of a read-only directory stay as they are.
     */
    public static void withdraw(UserModel user) {
        if ("true".equals(user.getFirstAttribute(PhoneAttributes.VERIFIED))) {
            PhoneAttributes.write(user, PhoneAttributes.VERIFIED, "false");
        }
        PhoneAttributes.write(user, PhoneAttributes.VERIFIED_AT, null);
        RememberedDevices.forgetAll(user);
    }

    /**
     * Ends a verification because the number went to another account. The person is told as of any removed credential:
     * in the account console and, where the realm mails events, by e-mail. The event does not name the other account.
     */
    static void revoke(KeycloakSession session, RealmModel realm, UserModel user) {
        List<CredentialModel> credentials;
        try (Stream<CredentialModel> ours =
                user.credentialManager().getStoredCredentialsByTypeStream(StoredVerification.TYPE)) {
            credentials = ours.toList();
        }
        for (CredentialModel credential : credentials) {
            if (user.credentialManager().removeStoredCredentialById(credential.getId())) {
                new EventBuilder(realm, session)
                        .event(EventType.REMOVE_CREDENTIAL)
                        .user(user)
                        .detail(Details.CREDENTIAL_TYPE, StoredVerification.TYPE)
                        .detail(Details.CREDENTIAL_ID, credential.getId())
                        .detail(Details.REASON, NUMBER_OWNER)
                        .success();
            }
        }
        withdraw(user);
        NumberIndex.follow(session, realm, user);
    }
}
