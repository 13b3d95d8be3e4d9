package io.github.phonelatch.action;

import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.NumberRules;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.page.CodeCommand;
import io.github.phonelatch.page.Countries;
import io.github.phonelatch.page.Tab;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.signin.Changes;
import io.github.phonelatch.signin.PassedFactors;
import io.github.phonelatch.signin.PhoneLevel;
import io.github.phonelatch.support.KeycloakClock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** One request to the required action: what the account, the sign-in and the tab say, and what is asked of the person. */
final class VerifyPhoneRequest {
    private final KeycloakSession session;
    private final RequiredActionContext context;
    private final RealmSettings settings;
    private final VerifyPhoneNotes notes;
    private final CodeCommand command;
    private final Instant now = KeycloakClock.INSTANCE.instant();
    private final Optional<Verification> held;
    private final Optional<Verification> verified;
    private final PassedFactors passed;
    private final OtherActions others;
    private final Asked asked;

    VerifyPhoneRequest(KeycloakSession session, RequiredActionContext context) {
        this.session = session;
        this.context = context;
        this.settings = Settings.of(realm());
        this.notes = new VerifyPhoneNotes(tab());
        this.command = CodeCommand.of(context.getHttpRequest().getDecodedFormParameters());
        this.held = VerifiedPhone.held(user(), settings);
        this.verified = VerifiedPhone.find(user(), settings, now);
        this.passed = PassedFactors.of(session, tab());
        this.others = new OtherActions(session, realm(), user(), tab());
        this.asked = held.map(this::asked).orElse(Asked.NUMBER);
    }

    // --- what it is about -------------------------------------------------------------------------------------------

    KeycloakSession session() {
        return session;
    }

    RequiredActionContext context() {
        return context;
    }

    RealmModel realm() {
        return context.getRealm();
    }

    UserModel user() {
        return context.getUser();
    }

    AuthenticationSessionModel tab() {
        return context.getAuthenticationSession();
    }

    RealmSettings settings() {
        return settings;
    }

    VerifyPhoneNotes notes() {
        return notes;
    }

    CodeCommand command() {
        return command;
    }

    Locale locale() {
        return session.getContext().resolveLocale(user());
    }

    Countries countries() {
        return new Countries(settings, locale());
    }

    /** The verification that the account holds, whatever its age. */
    Optional<Verification> held() {
        return held;
    }

    /** The verification that counts now. */
    Optional<Verification> verified() {
        return verified;
    }

    /** The number on the account that a page may offer, because a code can be sent to it. */
    Optional<PhoneNumber> offered() {
        return VerifiedPhone.known(
                user(),
                settings,
                number -> new NumberRules(settings).refusal(number).isEmpty());
    }

    CodeRequest codeRequest(PhoneNumber number) {
        return Tab.codeRequests(tab(), locale()).verification(user().getId(), number, held);
    }

    // --- what is asked of the person --------------------------------------------------------------------------------

    Asked asked() {
        return asked;
    }

    /** A number that is held gives way only to somebody who shows that they hold it. */
    private Asked asked(Verification current) {
        if (notes.beforeFactor()) {
            return Asked.CURRENT_BEFORE_FACTOR;
        }
        if (!(notes.needed() && current.byHand()) && (typesCodeOf(current) || mayReplace(current))) {
            return Asked.NUMBER;
        }
        return chosen() && !notes.needed() ? Asked.CURRENT_THEN_OTHER : Asked.CURRENT_AGAIN;
    }

    /** Whether the person is typing the code of another number that was asked for in time. Another message is not in time. */
    private boolean typesCodeOf(Verification current) {
        return (command instanceof CodeCommand.Show || command instanceof CodeCommand.Verify)
                && notes.mayReplace(current)
                && notes.number()
                        .filter(number -> !number.equals(current.number()))
                        .isPresent();
    }

    /** Whether another number may take the place of the current one in this sign-in. */
    boolean mayReplace(Verification current) {
        return Changes.mayReplaceNumber(
                session, realm(), user(), passed, current, settings, () -> PhoneLevel.reached(session, tab()), now);
    }

    /** Whether the sign-in is older than the verification held now. */
    boolean outdated() {
        return passed.outdated(held);
    }

    /** Whether there is still a reason to be here: a need, an admin's wish, or the person's own. */
    boolean stillAsked() {
        return Enforcement.demands(realm(), user(), settings, now)
                || (notes.askedByFlow() && verified.isEmpty())
                || user().getRequiredActionsStream().anyMatch(Enforcement.ACTION::equals)
                || notes.beforeFactor()
                || (notes.needed() && asked == Asked.CURRENT_AGAIN)
                || (!notes.needed() && tab().getRequiredActions().contains(Enforcement.ACTION))
                || chosen();
    }

    /** Whether the person, or the application for them, chose this action. */
    private boolean chosen() {
        return others.chosen().filter(Enforcement.ACTION::equals).isPresent();
    }

    // --- cancelling -------------------------------------------------------------------------------------------------

    /** Only what the person began by choice can be cancelled. */
    boolean canCancel() {
        boolean executing = Enforcement.ACTION.equals(tab().getClientNote(Constants.KC_ACTION_EXECUTING));
        return (executing
                        || (asked == Asked.CURRENT_BEFORE_FACTOR
                                && others.chosen().isPresent()))
                && !Boolean.parseBoolean(tab().getClientNote(Constants.KC_ACTION_ENFORCED));
    }

    /** Whether the person gave up what they had chosen. Where that is another action, Keycloak leaves the answer to us. */
    boolean cancels() {
        if (asked != Asked.CURRENT_BEFORE_FACTOR
                || !canCancel()
                || context.getHttpRequest().getDecodedFormParameters().getFirst(LoginActionsService.CANCEL_AIA)
                        == null) {
            return false;
        }
        others.cancelChosen();
        return true;
    }
}
