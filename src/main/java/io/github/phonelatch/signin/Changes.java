package io.github.phonelatch.signin;

import io.github.phonelatch.config.LostNumber;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Decides what a sign-in may change, by what it has passed. Every change asks here. */
public final class Changes {
    private static final Duration DAY = Duration.ofDays(1);

    private Changes() {}

    /**
     * Whether a sign-in may add a factor beside the phone without a code to the current number first: when it passed the phone a
     * moment ago, or another factor, this one at the phone's level where the flow has levels.
     *
     * @param levelReached whether the sign-in reached the phone's level
     */
    public static boolean mayAddFactor(
            PassedFactors passed, Verification held, BooleanSupplier levelReached, Instant now) {
        return passed.phoneRecently(held, now)
                || (passed.otherFactorRecently(held, now) && levelReached.getAsBoolean());
    }

    /**
     * Whether a sign-in may replace or remove the number held without a code to it first: as of {@link #mayAddFactor}, or because
     * the realm lets people replace a lost one.
     *
     * @param levelReached whether the sign-in reached the phone's level
     */
    public static boolean mayReplaceNumber(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            PassedFactors passed,
            Verification held,
            RealmSettings settings,
            BooleanSupplier levelReached,
            Instant now) {
        return mayAddFactor(passed, held, levelReached, now)
                || (passed.passwordRecently(now)
                        && levelReached.getAsBoolean()
                        && mayReplaceLostNumber(session, realm, user, settings, now));
    }

    /**
     * Whether typing the password would let this person replace the held number without a code to it. It does where the
     * realm lets people replace a lost number, the phone is no second factor for them, and the password was not chosen
     * just now.
     */
    public static boolean mayReplaceLostNumber(
            KeycloakSession session, RealmModel realm, UserModel user, RealmSettings settings, Instant now) {
        return settings.people().lostNumber() == LostNumber.FRESH_SIGN_IN
                && passwordStands(user, now)
                && !SecondFactor.isPhoneOf(session, realm, user);
    }

    /**
     * Somebody with access to the mailbox may have chosen the password an hour ago. A directory's password has no known
     * age.
     */
    private static boolean passwordStands(UserModel user, Instant now) {
        try (Stream<CredentialModel> passwords =
                user.credentialManager().getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)) {
            return user.getFederationLink() == null
                    && passwords
                            .map(CredentialModel::getCreatedDate)
                            .max(Long::compareTo)
                            .filter(created -> Instant.ofEpochMilli(created).isBefore(now.minus(DAY)))
                            .isPresent();
        }
    }
}
