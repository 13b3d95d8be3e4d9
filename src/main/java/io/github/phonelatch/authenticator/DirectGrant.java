package io.github.phonelatch.authenticator;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.page.StepResult;
import io.github.phonelatch.page.TypedCode;
import io.github.phonelatch.phone.Verification;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * One request of one person to the direct grant, with or without a code in it.
 *
 * <p>A person has one challenge in each application, named after the two of them, because Keycloak keeps nothing from one such
 * request to the next and the application is given no id to bring along. The password is checked each time, and the code
 * request that the challenge is bound to is compared as everywhere.
 */
final class DirectGrant {
    static final String PHONE_CODE = "phone_code";

    /** Part of stored names of challenges, so it is never changed. */
    static final String BINDING = "direct-grant";

    private final SignInCode code;
    private final Challenges challenges;
    private final String challengeId;
    private final @Nullable String typed;

    /** For somebody who has a {@link SignInCode#number}. */
    DirectGrant(AuthenticationFlowContext context) {
        this.code = SignInCode.inDirectGrant(
                context,
                SignInCode.number(context.getRealm(), context.getUser()).orElseThrow(),
                BINDING);
        this.challengeId = challengeId(code.request().userId(), code.request().clientId());
        this.challenges = code.challenges().withId(challengeId);
        this.typed = context.getHttpRequest().getDecodedFormParameters().getFirst(PHONE_CODE);
    }

    static String challengeId(String userId, String clientId) {
        return String.join("/", BINDING, userId, clientId);
    }

    /** The number that the code goes to. */
    Verification number() {
        return code.verification();
    }

    /** Checks the code of the request, or sends one where it has none. */
    StepResult answer() {
        // OAuth 2.0 (RFC 6749, 3.2): a parameter without a value is one that was left out.
        return typed == null || typed.isEmpty() ? new StepResult.Page(ask()) : check(TypedCode.of(typed));
    }

    /** Sends a message where none is alive, once. */
    private Response ask() {
        return challenges
                .current(challengeId, code.request())
                .filter(DirectGrant::isAlive)
                .or(() -> challenges.join(code.request()))
                .map(this::asked)
                .orElseGet(() -> {
                    RequestResult result = challenges.request(code.request(), Optional.empty());
                    code.requested(code.request(), result);
                    return asked(result);
                });
    }

    private static boolean isAlive(RequestResult result) {
        return result instanceof RequestResult.Issued issued
                && switch (issued.challenge().state()) {
                    case SENDING, SENT -> true;
                    case EXHAUSTED, EXPIRED, UNKNOWN -> false;
                };
    }

    private Response asked(RequestResult result) {
        if (result instanceof RequestResult.Refused refused) {
            return GrantAnswer.refused(refused.refusal());
        }
        Challenge challenge = ((RequestResult.Issued) result).challenge();
        return switch (challenge.state()) {
            // The last one only for the moment until the next message can be asked for.
            case SENDING, SENT, EXPIRED ->
                GrantAnswer.codeRequired(challenge, code.verification().number());
            case EXHAUSTED -> GrantAnswer.refused(Refusal.of(Problem.TOO_MANY_ATTEMPTS, challenge.resendIn()));
            case UNKNOWN -> GrantAnswer.refused(Refusal.of(Problem.OUTCOME_UNKNOWN, challenge.resendIn()));
        };
    }

    private StepResult check(TypedCode typedCode) {
        RequestResult current = challenges
                .current(challengeId, code.request())
                .orElseGet(() -> new RequestResult.Refused(Refusal.of(Problem.UNKNOWN_CHALLENGE)));
        if (current instanceof RequestResult.Refused refused) {
            return new StepResult.Page(refused(refused.refusal()));
        }
        Challenge challenge = ((RequestResult.Issued) current).challenge();
        if (challenge.state() == Challenge.State.SENT
                && typedCode
                        .mistake(challenge.codeLength(), challenge.digitsOnly())
                        .isPresent()) {
            return new StepResult.Page(GrantAnswer.malformed(challenge));
        }
        VerifyOutcome outcome = challenges.verify(challengeId, code.request(), typedCode.value());
        if (outcome instanceof VerifyOutcome.Verified verified) {
            code.right(verified.code());
            return new StepResult.Verified(verified.code());
        }
        if (outcome instanceof VerifyOutcome.Wrong wrong) {
            code.wrong(code.request(), wrong.refusal());
            return new StepResult.Page(GrantAnswer.refused(wrong.refusal()));
        }
        return new StepResult.Page(refused(((VerifyOutcome.Refused) outcome).refusal()));
    }

    private Response refused(Refusal refusal) {
        code.refused(code.request(), refusal);
        return GrantAnswer.refused(refusal);
    }
}
