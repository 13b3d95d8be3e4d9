package io.github.phonelatch.authenticator;

import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Requester;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.event.LateSendEvents;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.CodeDialog;
import io.github.phonelatch.phone.Renewal;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.support.KeycloakClock;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** The code of one sign-in, whatever it is typed into: for whom it is, and what follows from a right and from a wrong one. */
final class SignInCode implements CodeDialog.Listener {
    private final AuthenticationFlowContext context;
    private final RealmSettings settings;
    private final Verification verification;
    private final Locale locale;
    private final CodeRequest request;

    /** For somebody who has a {@link #number}. */
    SignInCode(AuthenticationFlowContext context, String binding) {
        this(context, number(context.getRealm(), context.getUser()).orElseThrow(), binding);
    }

    /**
     * For somebody whose number was just read.
     *
     * @param verification the person's {@link #number}
     * @param binding what ties a challenge to this sign-in
     */
    SignInCode(AuthenticationFlowContext context, Verification verification, String binding) {
        this.context = context;
        this.settings = RealmSettings.of(context.getRealm());
        this.verification = verification;
        this.locale = context.getSession().getContext().resolveLocale(context.getUser());
        this.request = new CodeRequest(
                context.getUser().getId(),
                context.getAuthenticationSession().getClient().getClientId(),
                verification.number(),
                Purpose.SIGN_IN,
                binding,
                Requester.OWNER,
                locale.toLanguageTag());
    }

    /**
     * The number to send a code to. One whose proof has become too old is the person's second factor all the same. One that an
     * admin marked as verified is not yet: the person shows first that they hold it.
     */
    static Optional<Verification> number(RealmModel realm, UserModel user) {
        return VerifiedPhone.held(user, RealmSettings.of(realm)).filter(held -> !held.byHand());
    }

    Challenges challenges() {
        return Challenges.of(
                context.getSession(),
                context.getRealm(),
                context.getUser(),
                settings,
                LateSendEvents.of(context.getSession()));
    }

    RealmSettings settings() {
        return settings;
    }

    Verification verification() {
        return verification;
    }

    Locale locale() {
        return locale;
    }

    CodeRequest request() {
        return request;
    }

    /** The code was right, and this very request consumed it. */
    void right(VerifiedCode verified) {
        PhoneEvents.signedIn(context.getEvent(), request, verified.channel());
        if (Renewal.due(verification, settings, KeycloakClock.INSTANCE.instant())) {
            Renewal.renew(context.getUser(), verification, verified.at(), verified.channel());
        }
    }

    @Override
    public void requested(CodeRequest asked, RequestResult result) {
        PhoneEvents.requested(context.getEvent(), asked, result);
    }

    @Override
    public void refused(CodeRequest asked, Refusal refusal) {
        PhoneEvents.signInRefused(context.getEvent(), asked, refusal, false);
    }

    /** Keycloak counts failures of its own kinds of credentials only, so each is counted here, once. */
    @Override
    public void wrong(CodeRequest asked, Refusal refusal) {
        PhoneEvents.signInRefused(context.getEvent(), asked, refusal, true);
        BruteForce.count(context, context.getUser(), OTPCredentialModel.TYPE);
    }
}
