package io.github.phonelatch.anonymous;

import io.github.phonelatch.authenticator.BruteForce;
import io.github.phonelatch.challenge.AccountLock;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.TemplateChoice;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.event.LateSendEvents;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.page.CodeDialog;
import io.github.phonelatch.page.Tab;
import io.github.phonelatch.phone.PhoneNumber;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * The visible half of an anonymous request. Everything shown follows from the typed text, which has a message, attempts and
 * limits of its own. Behind it stands {@link AccountCode}, of whose fate only a right code becomes visible.
 */
final class AnonymousCode implements CodeDialog.Listener {
    private final AuthenticationFlowContext context;
    private final RealmModel realm;
    private final Purpose purpose;
    private final LoginHint typed;
    private final DecoyGateway gateway;
    private final CodeDialog dialog;
    private final RealmSettings settings;
    private final Locale locale;

    /** @param challengeId of the challenge that this tab has, if any */
    AnonymousCode(AuthenticationFlowContext context, Purpose purpose, LoginHint typed, Optional<String> challengeId) {
        this.context = context;
        this.realm = context.getRealm();
        this.purpose = purpose;
        this.typed = typed;
        this.settings = Settings.of(realm);
        KeycloakSession session = context.getSession();
        // The language of the page, because the language of an account would reveal that there is one.
        this.locale = session.getContext().resolveLocale(null);
        PhoneNumber standIn = standIn(typed);
        PhoneNumber shown = typed.number().orElse(standIn);
        AccountCode.Asked asked = new AccountCode.Asked(
                typed, purpose, Tab.codeRequests(context.getAuthenticationSession(), locale), standIn);
        KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        LateSendEvents listener = LateSendEvents.of(session);
        this.gateway = new DecoyGateway(
                session.getProvider(OtpGateway.class),
                () -> AccountCode.find(sessions, realmId, asked, listener),
                listener,
                new TemplateChoice(session.getProvider(OtpGateway.class), settings));
        this.dialog = new CodeDialog(
                Challenges.forAnonymousInput(
                        session, realm, settings, gateway, typed.number().isPresent()),
                asked.requests().anonymousInput(purpose, typed.subject(), shown),
                challengeId,
                this);
    }

    private PhoneNumber standIn(LoginHint typed) {
        String country = settings.defaultCountry()
                .or(() -> settings.numbers().allowedCountries().stream().findFirst())
                .orElse("GB");
        return PhoneNumber.standIn(country, typed.subject().hashCode());
    }

    CodeDialog dialog() {
        return dialog;
    }

    RealmSettings settings() {
        return settings;
    }

    Locale locale() {
        return locale;
    }

    /** Somebody who typed the right code in this very request, and that code. */
    record VerifiedPerson(UserModel user, VerifiedCode code) {}

    /** Empty where the code was not right. The person is looked up once more, because the provider may have taken its time. */
    Optional<VerifiedPerson> verified() {
        return gateway.compared()
                .flatMap(compared -> compared.outcome() instanceof VerifyOutcome.Verified right
                        ? person(compared)
                                .filter(this::mayStillGoOn)
                                .map(user -> new VerifiedPerson(user, right.code()))
                        : Optional.empty());
    }

    private boolean mayStillGoOn(UserModel user) {
        return AccountCode.person(context.getSession(), realm, typed)
                        .filter(still -> still.getId().equals(user.getId()))
                        .isPresent()
                && !AccountLock.locked(context.getSession(), realm, user);
    }

    private Optional<UserModel> person(DecoyGateway.Compared compared) {
        return compared.code().personId().map(id -> context.getSession().users().getUserById(realm, id));
    }

    /** Notes the right code in the event of this sign-in or reset. */
    void right() {
        gateway.compared().ifPresent(compared -> {
            if (compared.outcome() instanceof VerifyOutcome.Verified right) {
                PhoneEvents.signedIn(
                        context.getEvent(),
                        compared.code().request(),
                        right.code().channel());
            }
        });
    }

    @Override
    public void requested(CodeRequest request, RequestResult result) {
        if (result instanceof RequestResult.Refused refused) {
            refused(request, refused.refusal());
        }
    }

    @Override
    public void refused(CodeRequest request, Refusal refusal) {
        PhoneEvents.anonymous(
                context.getEvent(), purpose, refusal.problem().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void wrong(CodeRequest request, Refusal refusal) {
        DecoyGateway.Compared compared = gateway.compared().orElse(null);
        Optional<UserModel> person = Optional.ofNullable(compared).flatMap(this::person);
        if (compared == null || person.isEmpty()) {
            PhoneEvents.anonymous(context.getEvent(), purpose, Errors.USER_NOT_FOUND);
            return;
        }
        boolean wrong = compared.outcome() instanceof VerifyOutcome.Wrong;
        Refusal why = compared.outcome() instanceof VerifyOutcome.Wrong code
                ? code.refusal()
                : compared.outcome() instanceof VerifyOutcome.Refused none ? none.refusal() : refusal;
        PhoneEvents.signInRefused(context.getEvent(), compared.code().request(), why, wrong);
        // At a sign-in by phone anonymous attempts have counts of their own, so that they lock nobody's account.
        if (wrong && purpose == Purpose.RESET) {
            BruteForce.count(context, person.get(), OTPCredentialModel.TYPE);
        }
    }
}
