package io.github.phonelatch.action;

import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.Claim;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Standing;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.challenge.Way;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.event.LateEvents;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.CodeDialog;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.Tab;
import io.github.phonelatch.page.TypedCode;
import io.github.phonelatch.page.TypedNumber;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.PhoneProof;
import io.github.phonelatch.phone.Publication;
import io.github.phonelatch.phone.PublishResult;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.KeycloakStore;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
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
final class Visit {
    private final KeycloakSession session;
    private final RequiredActionContext context;
    private final RealmModel realm;
    private final UserModel user;
    private final RealmSettings settings;
    private final AuthenticationSessionModel tab;
    private final VisitNotes notes;
    private final Challenges challenges;
    private final Pages pages;
    private final Instant now = KeycloakClock.INSTANCE.instant();
    private final Optional<PhoneProof> proven;

    Visit(KeycloakSession session, RequiredActionContext context) {
        this.session = session;
        this.context = context;
        this.realm = context.getRealm();
        this.user = context.getUser();
        this.settings = RealmSettings.of(realm);
        this.tab = context.getAuthenticationSession();
        this.notes = new VisitNotes(tab);
        this.pages = new Pages(context::form, settings, session.getContext().resolveLocale(user), canCancel(tab));
        this.proven = VerifiedPhone.find(user, settings, now);
        this.challenges = Challenges.of(session, realm, user, settings, LateEvents.of(session));
    }

    /** Whether there is still a reason to be here: a need, an admin's wish, or the person's own. */
    boolean stillAsked() {
        return Enforcement.demands(realm, user, settings, now)
                || (notes.askedByFlow() && proven.isEmpty())
                || user.getRequiredActionsStream().anyMatch(Enforcement.ACTION::equals)
                || (!notes.needed() && tab.getRequiredActions().contains(Enforcement.ACTION))
                || Enforcement.ACTION.equals(tab.getClientNote(Constants.KC_ACTION));
    }

    /** Where Keycloak computes anew what this sign-in still needs. */
    URI nextStep() {
        return UriBuilder.fromUri(context.getActionUrl())
                .replaceQueryParam(LoginActionsService.SESSION_CODE)
                .build();
    }

    // --- showing ----------------------------------------------------------------------------------------------------

    Response show() {
        return currentPage().or(this::joinedPage).orElseGet(() -> numberPage(Optional.empty(), "", ""));
    }

    private Optional<Response> currentPage() {
        return notes.number().flatMap(number -> dialog(number).current().map(next -> page(number, next, "", "")));
    }

    private Optional<Response> joinedPage() {
        if (proven.isPresent() || notes.wantsOtherNumber()) {
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
            return pages.code(code, shown(number));
        }
        return numberPage(Optional.of(ProblemText.of(((CodeDialog.Next.NoCode) next).refusal())), typed, country);
    }

    private Response numberPage(Optional<ProblemText> problem, String typed, String country) {
        boolean offer = proven.isEmpty() && !notes.wantsOtherNumber();
        return pages.number(
                problem,
                typed,
                country,
                offer ? VerifiedPhone.known(user, settings).map(this::offered) : Optional.empty(),
                proven.map(PhoneProof::number));
    }

    // --- answering --------------------------------------------------------------------------------------------------

    /** Empty: the number is proven and stored, by this very request. */
    Optional<Response> answer() {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        return switch (Objects.requireNonNullElse(form.getFirst("action"), "")) {
            case "send" -> Optional.of(send(form));
            case "verify" -> verify(TypedCode.of(form.getFirst(ProblemText.CODE)));
            case "resend" -> Optional.of(withNumber(CodeDialog::resend));
            case "another-way" -> Optional.of(withNumber(CodeDialog::anotherWay));
            case "change" -> {
                notes.wantOtherNumber();
                yield Optional.of(numberPage(Optional.empty(), "", ""));
            }
            default -> Optional.of(show());
        };
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
        return page(number, dialog(number).request(Way.DEFAULT), typed, country);
    }

    /** Goes on with the number of this tab's challenge. */
    private Response withNumber(Function<CodeDialog, CodeDialog.Next> then) {
        return notes.number()
                .map(number -> page(number, then.apply(dialog(number)), "", ""))
                .orElseGet(this::noChallenge);
    }

    private Optional<Response> verify(TypedCode code) {
        Optional<PhoneNumber> number = notes.number();
        if (number.isEmpty()) {
            return Optional.of(noChallenge());
        }
        CodeDialog.Next next = dialog(number.get()).verify(code);
        return next instanceof CodeDialog.Next.Proven right
                ? publish(number.get(), right.proof())
                : Optional.of(page(number.get(), next, "", ""));
    }

    private Response noChallenge() {
        return numberPage(Optional.of(ProblemText.of(Refusal.of(Problem.UNKNOWN_CHALLENGE))), "", "");
    }

    private Optional<Response> publish(PhoneNumber number, VerifyOutcome.Proven right) {
        Claim claim = claim(number);
        PhoneProof proof = new PhoneProof(number, right.at(), right.channel(), PhoneProof.BY_CODE);
        PublishResult result = new Publication(new KeycloakStore(session.getKeycloakSessionFactory()))
                .publish(session, realm, user, proof, settings);
        notes.forget();
        if (result instanceof PublishResult.Published) {
            PhoneEvents.verified(context.getEvent(), claim, right.channel());
            return Optional.empty();
        }
        Problem problem = result instanceof PublishResult.NumberTaken ? Problem.NUMBER_TAKEN : Problem.UNAVAILABLE;
        Refusal refusal = Refusal.of(problem);
        PhoneEvents.refused(context.getEvent(), claim, refusal);
        notes.wantOtherNumber();
        return Optional.of(numberPage(Optional.of(ProblemText.of(refusal)), "", ""));
    }

    private CodeDialog dialog(PhoneNumber number) {
        Optional<String> challenge = notes.number().filter(number::equals).flatMap(same -> notes.challenge());
        return new CodeDialog(challenges, claim(number), challenge, new Events(context.getEvent()));
    }

    /** Whoever has only the password so far is not told a number that stands on the account. */
    private String shown(PhoneNumber number) {
        return notes.wasTyped() ? number.formatted() : offered(number);
    }

    /** Whoever typed the number at the registration a moment ago has to see a slip in it. */
    private String offered(PhoneNumber number) {
        return Tab.wasTyped(tab, number) ? number.formatted() : number.masked();
    }

    private Claim claim(PhoneNumber number) {
        // Also where the proof is too old: a stranger who claims the number must not use up its owner's messages.
        boolean owner = VerifiedPhone.held(user, settings)
                .filter(proof -> proof.number().equals(number))
                .isPresent();
        return new Claim(
                user.getId(),
                tab.getClient().getClientId(),
                number,
                Purpose.VERIFY_PHONE,
                Tab.binding(tab),
                owner ? Standing.OWNER : Standing.ENROLLING,
                session.getContext().resolveLocale(user).toLanguageTag());
    }

    /** Only what the person began by choice can be cancelled. */
    private static boolean canCancel(AuthenticationSessionModel tab) {
        return Enforcement.ACTION.equals(tab.getClientNote(Constants.KC_ACTION_EXECUTING))
                && !Boolean.parseBoolean(tab.getClientNote(Constants.KC_ACTION_ENFORCED));
    }

    /** Wrong codes have counts of our own here; Keycloak's are for its sign-in. */
    private record Events(EventBuilder template) implements CodeDialog.Witness {
        @Override
        public void requested(Claim claim, RequestResult result) {
            PhoneEvents.requested(template, claim, result);
        }

        @Override
        public void refused(Claim claim, Refusal refusal) {
            PhoneEvents.refused(template, claim, refusal);
        }

        @Override
        public void wrong(Claim claim, Refusal refusal) {
            PhoneEvents.refused(template, claim, refusal);
        }
    }
}
