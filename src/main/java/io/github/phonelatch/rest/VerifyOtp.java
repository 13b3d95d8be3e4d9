package io.github.phonelatch.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.phonelatch.challenge.AccountLock;
import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.TypedCode;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Publication;
import io.github.phonelatch.phone.PublishResult;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.rest.AskedNumbers.Asked;
import io.github.phonelatch.signin.FactorNotes;
import io.github.phonelatch.signin.OlderSessions;
import io.github.phonelatch.signin.PassedFactors;
import io.github.phonelatch.support.KeycloakStore;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Checks a code and stores the verification. */
final class VerifyOtp {
    private static final String CHALLENGE = "challenge_id";
    private static final String CODE = "code";

    private final KeycloakSession session;
    private final Caller caller;
    private final AskedNumbers numbers;
    private final Events events;
    private final String signInChallenge;

    VerifyOtp(KeycloakSession session, Callers.Authenticated call, Events events) {
        this.session = session;
        this.caller = call.caller();
        this.numbers = call.numbers();
        this.events = events;
        this.signInChallenge = call.signInChallenge();
    }

    static JsonBody body(JsonBody.Source source) {
        return source.read(CHALLENGE, CODE);
    }

    Answer answer(JsonBody body) {
        String challengeId = body.requiredText(CHALLENGE);
        TypedCode code = TypedCode.of(body.requiredText(CODE));
        Asked asked =
                numbers.find(caller, challengeId).orElseThrow(() -> Refused.of(Refusal.of(Problem.UNKNOWN_CHALLENGE)));
        PhoneNumber number = asked.number();
        caller.requireCurrent(signInChallenge);
        if (caller.replaced(number).isPresent() && !asked.mayReplace()) {
            throw Refused.showCurrentNumber(signInChallenge, caller.signIn());
        }
        CodeRequest request = caller.request(number);
        requirePossible(challengeId, request, code);
        VerifyOutcome outcome = caller.challenges().verify(challengeId, request, code.value());
        if (outcome instanceof VerifyOutcome.Verified right) {
            return publish(request, right.code());
        }
        Refusal refusal = outcome instanceof VerifyOutcome.Wrong wrong
                ? wrong.refusal()
                : ((VerifyOutcome.Refused) outcome).refusal();
        events.write(event -> PhoneEvents.refused(event, request, refusal));
        throw Refused.of(refusal);
    }

    /** A text that cannot be the code costs no attempt. */
    private void requirePossible(String challengeId, CodeRequest request, TypedCode code) {
        Optional<RequestResult> current = caller.challenges().current(challengeId, request);
        if (current.orElse(null) instanceof RequestResult.Issued issued
                && issued.challenge().state() == Challenge.State.SENT) {
            Challenge challenge = issued.challenge();
            if (!code.fits(challenge.codeLength(), challenge.digitsOnly())) {
                throw JsonBody.invalid("The field " + CODE + " has to be " + challenge.codeLength()
                        + (challenge.digitsOnly() ? " digits." : " characters."));
            }
        }
    }

    private Answer publish(CodeRequest request, VerifiedCode right) {
        Verification verification =
                new Verification(request.number(), right.at(), right.channel(), Verification.BY_CODE);
        PublishResult result = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> publish(own, request, verification),
                "phonelatch verify-otp");
        if (result instanceof PublishResult.Published) {
            return Answer.of(
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("verified", true)
                            .put("phone_number", request.number().e164())
                            .put(
                                    "verified_at",
                                    verification
                                            .verifiedAt()
                                            .truncatedTo(ChronoUnit.SECONDS)
                                            .toString()));
        }
        Refusal refusal = Refusal.of(Problem.of(result));
        events.write(event -> PhoneEvents.refused(event, request, refusal));
        throw Refused.of(refusal);
    }

    /** Looks at the account once more, because the provider may have taken seconds to answer. */
    private PublishResult publish(KeycloakSession own, CodeRequest request, Verification verification) {
        RealmModel realm = own.getContext().getRealm();
        UserModel user = own.users().getUserById(realm, request.userId());
        if (user == null || AccountLock.locked(own, realm, user)) {
            throw Refused.of(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        Optional<Verification> held = VerifiedPhone.held(user, caller.settings());
        if (!knows(own, realm, held)) {
            // Another session verified a number meanwhile, and a number asked for before may not take its place.
            throw Refused.signInAgain(signInChallenge, caller.signIn());
        }
        Optional<Verification> replaced = held.filter(other -> !other.number().equals(request.number()));
        if (!replaced.map(Verification::id)
                .equals(caller.replaced(request.number()).map(Verification::id))) {
            // This session did.
            throw Refused.showCurrentNumber(signInChallenge, caller.signIn());
        }
        PublishResult result =
                new Publication(KeycloakStore.of(own)).publish(own, realm, user, verification, caller.settings(), held);
        if (result instanceof PublishResult.Outdated) {
            throw Refused.signInAgain(signInChallenge, caller.signIn());
        }
        if (result instanceof PublishResult.Published published) {
            FactorNotes.verified(
                    own, realm, caller.signIn().sessionId(), user, published.verification(), verification.verifiedAt());
            if (published.change() != PublishResult.Change.AGAIN) {
                OlderSessions.endAfterCommit(own, realm, user, verification.verifiedAt());
            }
            // An admin who asked for a new verification has got one.
            user.removeRequiredAction(Enforcement.ACTION);
            PhoneEvents.verified(events.in(own), request, verification.channel());
        }
        return result;
    }

    /** Whether the session knows of the verification held now. A session that has ended knows of none. */
    private boolean knows(KeycloakSession own, RealmModel realm, Optional<Verification> held) {
        String sessionId = caller.signIn().sessionId();
        return Stream.of(
                        Optional.ofNullable(own.sessions().getUserSession(realm, sessionId)),
                        Optional.ofNullable(own.sessions().getOfflineUserSession(realm, sessionId)))
                .flatMap(Optional::stream)
                .anyMatch(signIn -> PassedFactors.of(signIn).knows(held));
    }
}
