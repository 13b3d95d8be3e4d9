package io.github.phonelatch.action;

import io.github.phonelatch.challenge.AccountLock;
import io.github.phonelatch.challenge.Challenge;
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
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.PhoneProof;
import io.github.phonelatch.phone.Publication;
import io.github.phonelatch.phone.PublishResult;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.KeycloakStore;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;

/** One request of one person to the required action: what to show, and what to do with what was sent. */
final class Visit {
    private final KeycloakSession session;
    private final RequiredActionContext context;
    private final RealmModel realm;
    private final UserModel user;
    private final RealmSettings settings;
    private final Store store;
    private final SignInNotes notes;
    private final Challenges challenges;
    private final Pages pages;
    private final Instant now = KeycloakClock.INSTANCE.instant();
    private final Optional<PhoneProof> proven;

    Visit(KeycloakSession session, RequiredActionContext context) {
        KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
        this.session = session;
        this.context = context;
        this.realm = context.getRealm();
        this.user = context.getUser();
        this.settings = RealmSettings.of(realm);
        this.store = new KeycloakStore(sessions);
        this.notes = new SignInNotes(context.getAuthenticationSession());
        this.pages = new Pages(context, settings);
        this.proven = VerifiedPhone.find(user, settings, now);
        this.challenges = new Challenges(
                store,
                Keys.of(session, realm),
                session.getProvider(OtpGateway.class),
                settings,
                KeycloakClock.INSTANCE,
                () -> AccountLock.locked(session, realm, user),
                new LateEvents(sessions, realm.getId(), context.getConnection().getRemoteAddr()));
    }

    /** Whether there is still a reason to be here: a need, an admin's wish, or the person's own. */
    boolean stillAsked() {
        return Enforcement.demands(realm, user, settings, now)
                || user.getRequiredActionsStream().anyMatch(Enforcement.ACTION::equals)
                || (!notes.needed()
                        && context.getAuthenticationSession()
                                .getRequiredActions()
                                .contains(Enforcement.ACTION))
                || Enforcement.ACTION.equals(context.getAuthenticationSession().getClientNote(Constants.KC_ACTION));
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

    /** The page of the challenge this tab already has. */
    private Optional<Response> currentPage() {
        return notes.number()
                .flatMap(number -> notes.challenge()
                        .flatMap(id -> challenges.current(id, claim(number)))
                        .map(result -> page(number, result, "", "")));
    }

    /** The page of a message this person was sent from another tab or browser: shown again, not sent again. */
    private Optional<Response> joinedPage() {
        if (proven.isPresent() || notes.wantsOtherNumber()) {
            return Optional.empty();
        }
        return VerifiedPhone.known(user, settings)
                .or(() -> notes.numberOfAnotherTab(user))
                .flatMap(number -> challenges.join(claim(number)).map(result -> page(number, result, "", "")));
    }

    private Response page(PhoneNumber number, RequestResult result, String typed, String country) {
        if (result instanceof RequestResult.Issued issued) {
            notes.keep(number, issued.challenge().id());
            if (!typed.isEmpty()) {
                notes.typed();
            }
            return pages.code(Optional.empty(), shown(number), issued.challenge(), -1);
        }
        return numberPage(Optional.of(ProblemText.of(((RequestResult.Refused) result).refusal())), typed, country);
    }

    private Response numberPage(Optional<ProblemText> problem, String typed, String country) {
        boolean offer = proven.isEmpty() && !notes.wantsOtherNumber();
        return pages.number(
                problem,
                typed,
                country,
                offer ? VerifiedPhone.known(user, settings) : Optional.empty(),
                proven.map(PhoneProof::number));
    }

    // --- answering --------------------------------------------------------------------------------------------------

    /** Empty: the number is proven and stored, by this very request. */
    Optional<Response> answer() {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        return switch (Objects.requireNonNullElse(form.getFirst("action"), "")) {
            case "send" -> Optional.of(send(form));
            case "verify" -> verify(TypedCode.of(form.getFirst(ProblemText.CODE)));
            case "resend" -> again(false);
            case "another-way" -> again(true);
            case "change" -> {
                notes.wantOtherNumber();
                yield Optional.of(numberPage(Optional.empty(), "", ""));
            }
            default -> Optional.of(show());
        };
    }

    private Response send(MultivaluedMap<String, String> form) {
        String typed = form.getFirst(ProblemText.NUMBER);
        String country = Objects.requireNonNullElse(form.getFirst("phone_country"), "");
        if (typed == null) {
            // The offered number was accepted as it stands.
            return VerifiedPhone.known(user, settings)
                    .map(number -> request(number, Way.DEFAULT, "", ""))
                    .orElseGet(() -> numberPage(Optional.of(ProblemText.onNumber("phonelatchNumberMissing")), "", ""));
        }
        if (typed.isBlank()) {
            return numberPage(Optional.of(ProblemText.onNumber("phonelatchNumberMissing")), "", country);
        }
        return PhoneNumber.parse(typed, country)
                .map(number -> request(number, Way.DEFAULT, typed, country))
                .orElseGet(
                        () -> numberPage(Optional.of(ProblemText.onNumber("phonelatchInvalidNumber")), typed, country));
    }

    /** Another message for the number of this tab's challenge, on the same way or the other one. */
    private Optional<Response> again(boolean otherWay) {
        return withChallenge((number, challenge) ->
                Optional.of(request(number, otherWay ? challenge.way().other() : challenge.way(), "", "")));
    }

    private Response request(PhoneNumber number, Way way, String typed, String country) {
        Claim claim = claim(number);
        RequestResult result = challenges.request(claim, way);
        PhoneEvents.requested(context.getEvent(), claim, result);
        if (result instanceof RequestResult.Refused refused) {
            // A refused second message takes nothing away from the first: its page stays.
            Optional<Challenge> first = notes.number()
                    .filter(number::equals)
                    .flatMap(same -> notes.challenge())
                    .flatMap(id -> challenge(id, number));
            if (first.isPresent()) {
                return pages.code(Optional.of(ProblemText.of(refused.refusal())), shown(number), first.get(), -1);
            }
            if (refused.refusal().problem() == Problem.OUTCOME_UNKNOWN) {
                // Nothing more is sent on this way while the message may be out: the code page counts down to what is.
                Optional<RequestResult> maybeOut = challenges.join(claim);
                if (maybeOut.isPresent()) {
                    return page(number, maybeOut.get(), typed, country);
                }
            }
        }
        return page(number, result, typed, country);
    }

    private Optional<Response> verify(TypedCode code) {
        return withChallenge((number, challenge) -> {
            Optional<ProblemText> mistake = code.mistake(challenge.codeLength(), challenge.digitsOnly());
            if (mistake.isPresent()) {
                return Optional.of(pages.code(mistake, shown(number), challenge, -1));
            }
            VerifyOutcome outcome = challenges.verify(challenge.id(), claim(number), code.value());
            return outcome instanceof VerifyOutcome.Proven right
                    ? publish(number, right)
                    : Optional.of(refused(number, challenge, ((VerifyOutcome.Refused) outcome).refusal()));
        });
    }

    private Optional<Response> publish(PhoneNumber number, VerifyOutcome.Proven right) {
        PhoneProof proof = new PhoneProof(number, right.at(), right.channel(), PhoneProof.BY_CODE);
        PublishResult result = new Publication(store).publish(session, realm, user, proof, settings);
        notes.forget();
        if (result instanceof PublishResult.Published) {
            PhoneEvents.verified(context.getEvent(), number, right.channel());
            return Optional.empty();
        }
        Problem problem = result instanceof PublishResult.NumberTaken ? Problem.NUMBER_TAKEN : Problem.UNAVAILABLE;
        Refusal refusal = Refusal.of(problem);
        PhoneEvents.refused(context.getEvent(), number, refusal);
        notes.wantOtherNumber();
        return Optional.of(numberPage(Optional.of(ProblemText.of(refusal)), "", ""));
    }

    private Response refused(PhoneNumber number, Challenge challenge, Refusal refusal) {
        PhoneEvents.refused(context.getEvent(), number, refusal);
        Optional<ProblemText> problem = Optional.of(ProblemText.of(refusal));
        // Asked again: the answer may have ended the message, and the page counts down to what is possible now.
        return challenge(challenge.id(), number)
                .map(current -> pages.code(problem, shown(number), current, refusal.triesLeft()))
                .orElseGet(() -> numberPage(problem, "", ""));
    }

    private Optional<Response> withChallenge(BiFunction<PhoneNumber, Challenge, Optional<Response>> then) {
        Optional<PhoneNumber> number = notes.number();
        Optional<RequestResult> current =
                number.flatMap(same -> notes.challenge().flatMap(id -> challenges.current(id, claim(same))));
        if (number.isPresent() && current.orElse(null) instanceof RequestResult.Issued issued) {
            return then.apply(number.get(), issued.challenge());
        }
        Refusal refusal = current.orElse(null) instanceof RequestResult.Refused refused
                ? refused.refusal()
                : Refusal.of(Problem.UNKNOWN_CHALLENGE);
        return Optional.of(numberPage(Optional.of(ProblemText.of(refusal)), "", ""));
    }

    private Optional<Challenge> challenge(String id, PhoneNumber number) {
        return challenges
                .current(id, claim(number))
                .filter(RequestResult.Issued.class::isInstance)
                .map(result -> ((RequestResult.Issued) result).challenge());
    }

    /** Whoever has only the password so far is not told a number that stands on the account. */
    private String shown(PhoneNumber number) {
        return notes.wasTyped() ? number.formatted() : number.masked();
    }

    private Claim claim(PhoneNumber number) {
        // Also where the proof is too old: a stranger who claims the number must not use up its owner's messages.
        boolean owner = VerifiedPhone.held(user, settings)
                .filter(proof -> proof.number().equals(number))
                .isPresent();
        return new Claim(
                user.getId(),
                context.getAuthenticationSession().getClient().getClientId(),
                number,
                Purpose.VERIFY_PHONE,
                notes.binding(),
                owner ? Standing.OWNER : Standing.ENROLLING,
                session.getContext().resolveLocale(user).toLanguageTag());
    }
}
