package io.github.phonelatch.authenticator;

import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.CodeRequests;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.event.LateSendEvents;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.CodeDialog;
import io.github.phonelatch.page.Tab;
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

/** The code of one sign-in: for which user it is, and what follows from a right one and from a wrong one. */
final class SignInCode implements CodeDialog.Listener {
    private final AuthenticationFlowContext context;
    private final RealmSettings settings;
    private final Verification verification;
    private final Locale locale;
    private final CodeRequest request;

    /** In a tab of a browser. */
    static SignInCode inTab(AuthenticationFlowContext context, Verification verification) {
        Locale locale = locale(context);
        return new SignInCode(
                context, verification, locale, Tab.codeRequests(context.getAuthenticationSession(), locale));
    }

    /**
     * In the direct grant, which has no tab that outlives its request.
     *
     * @param binding takes the tab's place
     */
    static SignInCode inDirectGrant(AuthenticationFlowContext context, Verification verification, String binding) {
        Locale locale = locale(context);
        String clientId = context.getAuthenticationSession().getClient().getClientId();
        return new SignInCode(
                context, verification, locale, new CodeRequests(clientId, binding, locale.toLanguageTag()));
    }

    /**
     * @param verification the person's {@link #number}
     * @param requests of the place where the code is typed
     */
    private SignInCode(
            AuthenticationFlowContext context, Verification verification, Locale locale, CodeRequests requests) {
        this.context = context;
        this.settings = Settings.of(context.getRealm());
        this.verification = verification;
        this.locale = locale;
        this.request = requests.signIn(context.getUser().getId(), verification.number());
    }

    private static Locale locale(AuthenticationFlowContext context) {
        return context.getSession().getContext().resolveLocale(context.getUser());
    }

    /**
     * The number to send a code to. One whose verification became too old is still the person's second factor. One that an admin
     * entered by hand is not yet, because the person has not shown that they hold it.
     */
    static Optional<Verification> number(RealmModel realm, UserModel user) {
        return VerifiedPhone.held(user, Settings.of(realm)).filter(held -> !held.byHand());
    }

    Challenges challenges() {
        return Challenges.forUser(
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

    /** Keycloak counts only failures of its own kinds of credentials, so each is counted here, once. */
    @Override
    public void wrong(CodeRequest asked, Refusal refusal) {
        PhoneEvents.signInRefused(context.getEvent(), asked, refusal, true);
        BruteForce.count(context, context.getUser(), OTPCredentialModel.TYPE);
    }
}
