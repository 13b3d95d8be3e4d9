package io.github.phonelatch.authenticator;

import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.Claim;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Standing;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.event.LateEvents;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.CodeDialog;
import io.github.phonelatch.phone.PhoneProof;
import io.github.phonelatch.phone.Renewal;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.support.KeycloakClock;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** The code of one sign-in, whatever it is typed into: for whom it is, and what follows from a right and from a wrong one. */
final class SignInCode implements CodeDialog.Witness {
    private final AuthenticationFlowContext context;
    private final RealmSettings settings;
    private final PhoneProof proof;
    private final Locale locale;
    private final Claim claim;

    /** For somebody who has a {@link #number}. */
    SignInCode(AuthenticationFlowContext context, String binding) {
        this(context, number(context.getRealm(), context.getUser()).orElseThrow(), binding);
    }

    /**
     * For somebody whose number was just read.
     *
     * @param proof the person's {@link #number}
     * @param binding what ties a challenge to this sign-in
     */
    SignInCode(AuthenticationFlowContext context, PhoneProof proof, String binding) {
        this.context = context;
        this.settings = RealmSettings.of(context.getRealm());
        this.proof = proof;
        this.locale = context.getSession().getContext().resolveLocale(context.getUser());
        this.claim = new Claim(
                context.getUser().getId(),
                context.getAuthenticationSession().getClient().getClientId(),
                proof.number(),
                Purpose.SIGN_IN,
                binding,
                Standing.OWNER,
                locale.toLanguageTag());
    }

    /**
     * The number to send a code to. One whose proof has become too old is the person's second factor all the same. One that an
     * admin marked as verified is not yet: the person shows first that they hold it.
     */
    static Optional<PhoneProof> number(RealmModel realm, UserModel user) {
        return VerifiedPhone.held(user, RealmSettings.of(realm)).filter(held -> !held.byHand());
    }

    Challenges challenges() {
        return Challenges.of(
                context.getSession(),
                context.getRealm(),
                context.getUser(),
                settings,
                LateEvents.of(context.getSession()));
    }

    RealmSettings settings() {
        return settings;
    }

    PhoneProof proof() {
        return proof;
    }

    Locale locale() {
        return locale;
    }

    Claim claim() {
        return claim;
    }

    /** The code was right, and this very request consumed it. */
    void right(VerifyOutcome.Proven proven) {
        PhoneEvents.signedIn(context.getEvent(), claim, proven.channel());
        if (Renewal.due(proof, settings, KeycloakClock.INSTANCE.instant())) {
            Renewal.renew(context.getUser(), proof, proven.at(), proven.channel());
        }
    }

    @Override
    public void requested(Claim asked, RequestResult result) {
        PhoneEvents.requested(context.getEvent(), asked, result);
    }

    @Override
    public void refused(Claim asked, Refusal refusal) {
        PhoneEvents.signInRefused(context.getEvent(), asked, refusal, false);
    }

    /** Keycloak counts failures of its own kinds of credentials only, so each is counted here, once. */
    @Override
    public void wrong(Claim asked, Refusal refusal) {
        PhoneEvents.signInRefused(context.getEvent(), asked, refusal, true);
        Failures.count(context, context.getUser(), OTPCredentialModel.TYPE);
    }
}
