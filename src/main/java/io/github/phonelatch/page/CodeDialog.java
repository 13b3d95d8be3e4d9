package io.github.phonelatch.page;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.Claim;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.challenge.Way;
import java.util.Optional;
import java.util.function.Function;

/** What one person sees next after each thing they do about the code for one number. */
public final class CodeDialog {
    private final Challenges challenges;
    private final Claim claim;
    private final Optional<String> challengeId;
    private final Witness witness;

    /** @param challengeId of the challenge that this tab has for the claim, if any */
    public CodeDialog(Challenges challenges, Claim claim, Optional<String> challengeId, Witness witness) {
        this.challenges = challenges;
        this.claim = claim;
        this.challengeId = challengeId;
        this.witness = witness;
    }

    /** Learns of everything that an admin may have to know. */
    public interface Witness {
        /** A code was asked for. */
        void requested(Claim claim, RequestResult result);

        /** No code was compared. */
        void refused(Claim claim, Refusal refusal);

        /** A code was compared and was wrong. Once for each such code. */
        void wrong(Claim claim, Refusal refusal);
    }

    public sealed interface Next {
        /**
         * The code page.
         *
         * @param triesLeft where this request learned it; else -1
         */
        record Code(Challenge challenge, Optional<ProblemText> problem, int triesLeft) implements Next {}

        /** There is no code that could be typed. */
        record NoCode(Refusal refusal) implements Next {}

        /** The code was right, and this very request consumed it. */
        record Proven(VerifyOutcome.Proven proof) implements Next {}
    }

    /** The page of the challenge this tab has; empty where it has none. */
    public Optional<Next> current() {
        return challengeId.flatMap(id -> challenges.current(id, claim)).map(CodeDialog::next);
    }

    /** The page of a message this person was sent from another tab or browser: shown again, not sent again. */
    public Optional<Next> join() {
        return challenges.join(claim).map(CodeDialog::next);
    }

    /** Asks for a message. */
    public Next request(Way way) {
        RequestResult result = challenges.request(claim, way);
        witness.requested(claim, result);
        if (!(result instanceof RequestResult.Refused refused)) {
            return next(result);
        }
        if (endsTheCode(refused.refusal())) {
            return next(result);
        }
        // A refused second message takes nothing away from the first: its page stays.
        Optional<Next> first = challenge()
                .map(challenge -> new Next.Code(challenge, Optional.of(ProblemText.of(refused.refusal())), -1));
        if (first.isPresent()) {
            return first.get();
        }
        // Nothing more is sent on this way while the message may be out: the code page counts down to what is.
        return refused.refusal().problem() == Problem.OUTCOME_UNKNOWN
                ? join().orElseGet(() -> next(result))
                : next(result);
    }

    /** Another message on the way of this tab's challenge. */
    public Next resend() {
        return withChallenge(challenge -> request(challenge.way()));
    }

    /** Another message on the way that this tab's challenge did not take. */
    public Next anotherWay() {
        return withChallenge(challenge -> request(challenge.way().other()));
    }

    /** Checks a code. */
    public Next verify(TypedCode code) {
        return withChallenge(challenge -> {
            Optional<ProblemText> mistake = code.mistake(challenge.codeLength(), challenge.digitsOnly());
            if (mistake.isPresent()) {
                return new Next.Code(challenge, mistake, -1);
            }
            VerifyOutcome outcome = challenges.verify(challenge.id(), claim, code.value());
            if (outcome instanceof VerifyOutcome.Proven right) {
                return new Next.Proven(right);
            }
            if (outcome instanceof VerifyOutcome.Wrong wrong) {
                witness.wrong(claim, wrong.refusal());
                return after(wrong.refusal());
            }
            Refusal refusal = ((VerifyOutcome.Refused) outcome).refusal();
            witness.refused(claim, refusal);
            return after(refusal);
        });
    }

    /** The challenge is asked for again: the answer may have ended the message, and the page counts down to what is possible. */
    private Next after(Refusal refusal) {
        if (endsTheCode(refusal)) {
            return new Next.NoCode(refusal);
        }
        return challenge()
                .<Next>map(challenge ->
                        new Next.Code(challenge, Optional.of(ProblemText.of(refusal)), refusal.triesLeft()))
                .orElseGet(() -> new Next.NoCode(refusal));
    }

    /** Whether no code is accepted for longer than any lives: a page that asks for one would be a lie. */
    private static boolean endsTheCode(Refusal refusal) {
        return refusal.problem() == Problem.BLOCKED;
    }

    private Next withChallenge(Function<Challenge, Next> then) {
        Optional<Next> current = current();
        if (current.orElse(null) instanceof Next.Code code) {
            return then.apply(code.challenge());
        }
        return current.orElseGet(() -> new Next.NoCode(Refusal.of(Problem.UNKNOWN_CHALLENGE)));
    }

    private Optional<Challenge> challenge() {
        return current().filter(Next.Code.class::isInstance).map(code -> ((Next.Code) code).challenge());
    }

    private static Next next(RequestResult result) {
        return result instanceof RequestResult.Issued issued
                ? new Next.Code(issued.challenge(), Optional.empty(), -1)
                : new Next.NoCode(((RequestResult.Refused) result).refusal());
    }
}
