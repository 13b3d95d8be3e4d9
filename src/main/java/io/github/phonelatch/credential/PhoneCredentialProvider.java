package io.github.phonelatch.credential;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.StoredVerification;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.signin.Changes;
import io.github.phonelatch.signin.PassedFactors;
import io.github.phonelatch.signin.SecondFactor;
import io.github.phonelatch.support.KeycloakClock;
import jakarta.ws.rs.HttpMethod;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Shows the verification among a user's credentials, where its owner and admins can remove it. It checks no code and is
 * no {@code CredentialInputValidator}, because a code belongs to a message and not to a credential.
 */
public final class PhoneCredentialProvider implements CredentialProvider<PhoneCredentialModel> {
    private final KeycloakSession session;

    PhoneCredentialProvider(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getType() {
        return StoredVerification.TYPE;
    }

    @Override
    public CredentialModel createCredential(RealmModel realm, UserModel user, PhoneCredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public PhoneCredentialModel getCredentialFromModel(CredentialModel model) {
        return PhoneCredentialModel.of(model);
    }

    /**
     * A second factor, because no sign-in works with it alone. There is one number per user: the account console offers
     * to change it, or to add it where there is none.
     */
    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        CredentialTypeMetadata.CredentialTypeMetadataBuilder metadata = CredentialTypeMetadata.builder()
                .type(getType())
                .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                .displayName("phonelatch-phone-display-name")
                .helpText(
                        secondFactor(context.getUser())
                                ? "phonelatch-phone-second-factor-help-text"
                                : "phonelatch-phone-help-text")
                .iconCssClass("kcAuthenticatorOTPClass")
                .removeable(removable(context.getUser()));
        if (hasOne(context.getUser())) {
            metadata.updateAction(Enforcement.ACTION);
        } else {
            metadata.createAction(Enforcement.ACTION);
        }
        return metadata.build(session);
    }

    @Override
    public CredentialMetadata getCredentialMetadata(PhoneCredentialModel credential, CredentialTypeMetadata type) {
        CredentialMetadata metadata = new CredentialMetadata();
        metadata.setCredentialModel(credential);
        credential.stored().ifPresent(verification -> describe(metadata, verification));
        return metadata;
    }

    private static void describe(CredentialMetadata metadata, Verification verification) {
        metadata.setInfoMessage(
                "phonelatch-phone-verified",
                verification.number().masked(),
                verification.verifiedAt().atOffset(ZoneOffset.UTC).toLocalDate().toString());
    }

    /**
     * A required number, or one that is a second factor, can be replaced but not removed, because the password alone
     * would then open the account. Others remove it after a code to it, or after another factor. Admins can always
     * remove it.
     */
    private boolean removable(@Nullable UserModel user) {
        return !required(user) && !secondFactor(user) && (user == null || shown(user));
    }

    /**
     * Whether this sign-in may remove the number. The account console asks first for its list, and again when the
     * person removes it.
     */
    private boolean shown(UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        AuthenticationSessionModel tab = session.getContext().getAuthenticationSession();
        UserSessionModel signIn = session.getContext().getUserSession();
        boolean removes =
                HttpMethod.DELETE.equals(session.getContext().getHttpRequest().getHttpMethod());
        if (realm == null || (tab == null && !removes)) {
            return true;
        }
        RealmSettings settings = Settings.of(realm);
        PassedFactors passed = tab != null
                ? PassedFactors.of(session, tab)
                : signIn != null ? PassedFactors.of(signIn) : PassedFactors.NOTHING;
        // Keycloak itself asks for the level, where the flow has levels.
        return VerifiedPhone.held(user, settings)
                .filter(held -> !Changes.mayReplaceNumber(
                        session, realm, user, passed, held, settings, () -> true, KeycloakClock.INSTANCE.instant()))
                .isEmpty();
    }

    private boolean secondFactor(@Nullable UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        return user != null && realm != null && hasOne(user) && SecondFactor.isPhoneOf(session, realm, user);
    }

    private boolean required(@Nullable UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        if (user == null || realm == null) {
            return false;
        }
        RealmSettings settings = Settings.of(realm);
        return Enforcement.active(realm) && settings.requireForAll() && !Enforcement.exempt(realm, user, settings);
    }

    /** The account console asks without a user when it only wants to know the types. */
    private static boolean hasOne(@Nullable UserModel user) {
        if (user == null) {
            return false;
        }
        try (Stream<CredentialModel> ours =
                user.credentialManager().getStoredCredentialsByTypeStream(StoredVerification.TYPE)) {
            return ours.findAny().isPresent();
        }
    }
}
