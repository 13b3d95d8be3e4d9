package io.github.phonelatch.action;

import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Requester;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.challenge.Way;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.event.LateSendEvents;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.CodeDialog;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.StepResult;
import io.github.phonelatch.page.Tab;
import io.github.phonelatch.page.TypedCode;
import io.github.phonelatch.page.TypedNumber;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Publication;
import io.github.phonelatch.phone.PublishResult;
import io.github.phonelatch.phone.Renewal;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.signin.Changes;
import io.github.phonelatch.signin.OlderSessions;
import io.github.phonelatch.signin.PassedFactors;
import io.github.phonelatch.signin.PhoneLevel;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.KeycloakStore;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** One request of one person to the required action: what to show, and what to do with what was sent. */
final class VerifyPhoneForm {
    private final KeycloakSession session;
    private final RequiredActionContext context;
    private final RealmModel realm;
    private final UserModel user;
    private final RealmSettings settings;
    private final AuthenticationSessionModel tab;
    private final VerifyPhoneNotes notes;
    private final Challenges challenges;
    private final Pages pages;
    private final Instant now = KeycloakClock.INSTANCE.instant();
    private final Optional<Verification> held;
    private final Optional<Verification> verified;
    private final PassedFactors passed;
    private final OtherActions others;
    private final Asked asked;

    VerifyPhoneForm(KeycloakSession session, RequiredActionContext context) {
        this.session = session;
        this.context = context;
        this.realm = context.getRealm();
        this.user = context.getUser();
        this.settings = RealmSettings.of(realm);
        this.tab = context.getAuthenticationSession();
        this.notes = new VerifyPhoneNotes(tab);
        this.held = VerifiedPhone.held(user, settings);
        this.verified = VerifiedPhone.find(user, settings, now);
        this.passed = PassedFactors.of(session, tab);
        this.others = new OtherActions(session, realm, user, tab);
        this.asked = held.map(this::asked).orElse(Asked.NUMBER);
        this.pages = new Pages(context::form, settings, session.getContext().resolveLocale(user), canCancel());
        this.challenges = Challenges.of(session, realm, user, settings, LateSendEvents.of(session));
    }

    /** What is asked of somebody who holds a number, which gives way only to who shows that they hold it. */
    private Asked asked(Verification current) {
        if (notes.beforeFactor()) {
            return Asked.CURRENT_BEFORE_FACTOR;
        }
        if (!(notes.needed() && current.byHand()) && (typesCodeOf(current) || mayReplace(current))) {
            return Asked.NUMBER;
        }
        return chosen() && !notes.needed() ? Asked.CURRENT_THEN_OTHER : Asked.CURRENT_AGAIN;
    }

    /** Whether the code of another number is being typed, which was asked for in time. Another message is not. */
    private boolean typesCodeOf(Verification current) {
        String action = context.getHttpRequest().getDecodedFormParameters().getFirst("action");
        return (action == null || action.equals("verify"))
                && notes.mayReplace(current)
                && notes.number()
                        .filter(number -> !number.equals(current.number()))
                        .isPresent();
    }

    private boolean mayReplace(Verification current) {
        return Changes.mayReplaceNumber(
                session, realm, user, passed, current, settings, () -> PhoneLevel.reached(session, tab), now);
    }

    /** Whether the person, or the application for them, chose this action. */
    private boolean chosen() {
        return others.chosen().filter(Enforcement.ACTION::equals).isPresent();
    }

    /** Whether the sign-in is older than the verification held now. */
    boolean outdated() {
        return passed.outdated(held);
    }

    /** Whether there is still a reason to be here: a need, an admin's wish, or the person's own. */
    boolean stillAsked() {
        return Enforcement.demands(realm, user, settings, now)
                || (notes.askedByFlow() && verified.isEmpty())
                || user.getRequiredActionsStream().anyMatch(Enforcement.ACTION::equals)
                || notes.beforeFactor()
                || (notes.needed() && asked == Asked.CURRENT_AGAIN)
                || (!notes.needed() && tab.getRequiredActions().contains(Enforcement.ACTION))
                || chosen();
    }

    /** Where Keycloak computes anew what this sign-in still needs. */
    URI nextStep() {
        return UriBuilder.fromUri(context.getActionUrl())
                .replaceQueryParam(LoginActionsService.SESSION_CODE)
                .build();
    }

    // --- showing ----------------------------------------------------------------------------------------------------

    Response show() {
        if (asked != Asked.NUMBER) {
            PhoneNumber current = held.orElseThrow().number();
            CodeDialog dialog = dialog(current);
            return dialog.current()
                    .or(dialog::join)
                    .map(next -> page(current, next, "", ""))
                    .orElseGet(() -> currentPage(Optional.empty(), Duration.ZERO));
        }
        return currentPage().or(this::joinedPage).orElseGet(() -> numberPage(Optional.empty(), "", ""));
    }

    private Optional<Response> currentPage() {
        return notes.number().flatMap(number -> dialog(number).current().map(next -> page(number, next, "", "")));
    }

    private Optional<Response> joinedPage() {
        if (verified.isPresent() || notes.wantsOtherNumber()) {
            return Optional.empty();
        }
        return VerifiedPhone.known(user, settings)
                .or(() -> notes.numberOfAnotherTab(user))
                .flatMap(number -> dialog(number).join().map(next -> page(number, next, "", "")));
    }

    private Response page(PhoneNumber number, CodeDialog.Next next, String typed, String country) {
        if (next instanceof CodeDialog.Next.Code code) {
            notes.keep(number, code.challenge().id());
            if (!typed.isEmpty()) {
                notes.typed();
            }
            return asked == Asked.NUMBER
                    ? pages.code(code, shown(number))
                    : pages.currentCode(code, number.masked(), asked.reason());
        }
        Refusal refusal = ((CodeDialog.Next.NoCode) next).refusal();
        if (asked != Asked.NUMBER) {
            return currentPage(
                    Optional.of(ProblemText.of(refusal)),
                    Objects.requireNonNullElse(refusal.retryAfter(), Duration.ZERO));
        }
        return numberPage(Optional.of(ProblemText.of(refusal)), typed, country);
    }

    /** Offers to send a code to the current number. */
    private Response currentPage(Optional<ProblemText> problem, Duration wait) {
        return pages.current(problem, held.orElseThrow().number().masked(), wait, asked.reason());
    }

    private Response numberPage(Optional<ProblemText> problem, String typed, String country) {
        boolean offer = verified.isEmpty() && !notes.wantsOtherNumber();
        return pages.number(
                problem,
                typed,
                country,
                offer ? VerifiedPhone.known(user, settings).map(this::offered) : Optional.empty(),
                verified.map(Verification::number));
    }

    // --- answering --------------------------------------------------------------------------------------------------

    /** Verified: the number is stored, or its owner has shown that they hold it, by this very request. */
    StepResult answer() {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        String action = Objects.requireNonNullElse(form.getFirst("action"), "");
        if (asked != Asked.NUMBER) {
            return answerCurrent(action, form);
        }
        return switch (action) {
            case "send" -> new StepResult.Page(send(form));
            case "verify" -> verify(TypedCode.of(form.getFirst(ProblemText.CODE)));
            case "resend" -> new StepResult.Page(withNumber(CodeDialog::resend));
            case "another-way" -> new StepResult.Page(withNumber(CodeDialog::anotherWay));
            case "change" -> {
                notes.wantOtherNumber();
                yield new StepResult.Page(numberPage(Optional.empty(), "", ""));
            }
            default -> new StepResult.Page(show());
        };
    }

    /** The current number is not typed, and what a form says of it counts for nothing. */
    private StepResult answerCurrent(String action, MultivaluedMap<String, String> form) {
        PhoneNumber current = held.orElseThrow().number();
        CodeDialog dialog = dialog(current);
        CodeDialog.Next next = switch (action) {
            case "send" -> dialog.request(Way.DEFAULT);
            case "verify" -> dialog.verify(TypedCode.of(form.getFirst(ProblemText.CODE)));
            case "resend" -> dialog.resend();
            case "another-way" -> dialog.anotherWay();
            default -> null;
        };
        if (next == null) {
            return new StepResult.Page(show());
        }
        return next instanceof CodeDialog.Next.Verified right
                ? shown(current, right.code())
                : new StepResult.Page(page(current, next, "", ""));
    }

    /** The person holds the phone of the current number. */
    private StepResult shown(PhoneNumber current, VerifiedCode right) {
        Verification verification = held.orElseThrow();
        if (verification.byHand()) {
            // Nobody has shown so far that they hold it: as a number that is verified for the first time.
            return publish(current, right);
        }
        if (asked == Asked.CURRENT_AGAIN) {
            Renewal.renew(user, verification, right.at(), right.channel());
            PassedFactors.verified(session, realm, tab, user, verification, right.at());
            PhoneEvents.verified(context.getEvent(), request(current), right.channel());
            notes.forget();
            return new StepResult.Verified(right);
        }
        PassedFactors.passPhone(tab, verification, right.at());
        PhoneEvents.shown(context.getEvent(), request(current), right.channel());
        notes.forget();
        return asked == Asked.CURRENT_BEFORE_FACTOR
                ? new StepResult.Verified(right)
                : new StepResult.Page(numberPage(Optional.empty(), "", ""));
    }

    private Response send(MultivaluedMap<String, String> form) {
        Optional<TypedNumber> field = TypedNumber.of(form);
        if (field.isEmpty()) {
            // The offered number was accepted as it stands.
            return VerifiedPhone.known(user, settings)
                    .map(number -> request(number, "", ""))
                    .orElseGet(() -> numberPage(Optional.of(ProblemText.onNumber("phonelatchNumberMissing")), "", ""));
        }
        TypedNumber typed = field.get();
        return typed.number()
                .map(number -> request(number, typed.text(), typed.country()))
                .orElseGet(() -> numberPage(typed.mistake(), typed.text(), typed.country()));
    }

    private Response request(PhoneNumber number, String typed, String country) {
        CodeDialog.Next next = dialog(number).request(Way.DEFAULT);
        Response page = page(number, next, typed, country);
        held.filter(current -> next instanceof CodeDialog.Next.Code && mayReplace(current))
                .ifPresent(notes::replaces);
        return page;
    }

    /** Goes on with the number of this tab's challenge. */
    private Response withNumber(Function<CodeDialog, CodeDialog.Next> then) {
        return notes.number()
                .map(number -> page(number, then.apply(dialog(number)), "", ""))
                .orElseGet(this::noChallenge);
    }

    private StepResult verify(TypedCode code) {
        Optional<PhoneNumber> number = notes.number();
        if (number.isEmpty()) {
            return new StepResult.Page(noChallenge());
        }
        CodeDialog.Next next = dialog(number.get()).verify(code);
        return next instanceof CodeDialog.Next.Verified right
                ? publish(number.get(), right.code())
                : new StepResult.Page(page(number.get(), next, "", ""));
    }

    private Response noChallenge() {
        return numberPage(Optional.of(ProblemText.of(Refusal.of(Problem.UNKNOWN_CHALLENGE))), "", "");
    }

    private StepResult publish(PhoneNumber number, VerifiedCode right) {
        CodeRequest request = request(number);
        Verification verification = new Verification(number, right.at(), right.channel(), Verification.BY_CODE);
        PublishResult result = new Publication(new KeycloakStore(session.getKeycloakSessionFactory()))
                .publish(session, realm, user, verification, settings, held);
        notes.forget();
        if (result instanceof PublishResult.Outdated) {
            return new StepResult.Page(Restart.begin(session, context));
        }
        if (result instanceof PublishResult.Published published) {
            PassedFactors.verified(session, realm, tab, user, published.verification(), right.at());
            if (published.change() != PublishResult.Change.AGAIN) {
                OlderSessions.endAfterCommit(session, realm, user, right.at());
            }
            PhoneEvents.verified(context.getEvent(), request, right.channel());
            return new StepResult.Verified(right);
        }
        Problem problem = result instanceof PublishResult.NumberTaken ? Problem.NUMBER_TAKEN : Problem.UNAVAILABLE;
        Refusal refusal = Refusal.of(problem);
        PhoneEvents.refused(context.getEvent(), request, refusal);
        notes.wantOtherNumber();
        return new StepResult.Page(numberPage(Optional.of(ProblemText.of(refusal)), "", ""));
    }

    private CodeDialog dialog(PhoneNumber number) {
        Optional<String> challenge = notes.number().filter(number::equals).flatMap(same -> notes.challenge());
        return new CodeDialog(challenges, request(number), challenge, new Events(context.getEvent()));
    }

    /** Whoever has only the password so far is not told a number that stands on the account. */
    private String shown(PhoneNumber number) {
        return notes.wasTyped() ? number.formatted() : offered(number);
    }

    /** Whoever typed the number at the registration a moment ago has to see a slip in it. */
    private String offered(PhoneNumber number) {
        return Tab.wasTyped(tab, number) ? number.formatted() : number.masked();
    }

    private CodeRequest request(PhoneNumber number) {
        // Also where the proof is too old: a stranger who claims the number must not use up its owner's messages.
        boolean owner = held.filter(verification -> verification.number().equals(number))
                .isPresent();
        return new CodeRequest(
                user.getId(),
                tab.getClient().getClientId(),
                number,
                Purpose.VERIFY_PHONE,
                Tab.binding(tab),
                owner ? Requester.OWNER : Requester.ENROLLEE,
                session.getContext().resolveLocale(user).toLanguageTag());
    }

    /** Only what the person began by choice can be cancelled. */
    private boolean canCancel() {
        boolean executing = Enforcement.ACTION.equals(tab.getClientNote(Constants.KC_ACTION_EXECUTING));
        return (executing
                        || (asked == Asked.CURRENT_BEFORE_FACTOR
                                && others.chosen().isPresent()))
                && !Boolean.parseBoolean(tab.getClientNote(Constants.KC_ACTION_ENFORCED));
    }

    /** Whether the person gave up what they had chosen. Where that is not ours Keycloak leaves it to us to find out. */
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

    /** Wrong codes have counts of our own here; Keycloak's are for its sign-in. */
    private record Events(EventBuilder template) implements CodeDialog.Listener {
        @Override
        public void requested(CodeRequest request, RequestResult result) {
            PhoneEvents.requested(template, request, result);
        }

        @Override
        public void refused(CodeRequest request, Refusal refusal) {
            PhoneEvents.refused(template, request, refusal);
        }

        @Override
        public void wrong(CodeRequest request, Refusal refusal) {
            PhoneEvents.refused(template, request, refusal);
        }
    }
}
