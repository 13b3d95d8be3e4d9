package io.github.phonelatch.page;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.challenge.Way;
import java.util.Optional;
import java.util.function.Function;

/** What one person sees next after each thing they do about the code for one number. */
public final class CodeDialog {
    private final Challenges challenges;
    private final CodeRequest request;
    private final Optional<String> challengeId;
    private final Listener listener;

    /** @param challengeId of the challenge that this tab has for the claim, if any */
    public CodeDialog(Challenges challenges, CodeRequest request, Optional<String> challengeId, Listener listener) {
        this.challenges = challenges;
        this.request = request;
        this.challengeId = challengeId;
        this.listener = listener;
    }

    /** Learns of everything that an admin may have to know. */
    public interface Listener {
        /** A code was asked for. */
        void requested(CodeRequest request, RequestResult result);

        /** No code was compared. */
        void refused(CodeRequest request, Refusal refusal);

        /** A code was compared and was wrong. Once for each such code. */
        void wrong(CodeRequest request, Refusal refusal);
    }

    public sealed interface Next {
        /**
         * The code page.
         *
         * @param attemptsLeft where this request learned it; else -1
         */
        record Code(Challenge challenge, Optional<ProblemText> problem, int attemptsLeft) implements Next {}

        /** There is no code that could be typed. */
        record NoCode(Refusal refusal) implements Next {}

        /** The code was right, and this very request consumed it. */
        record Verified(VerifiedCode code) implements Next {}
    }

    /** The page of the challenge this tab has; empty where it has none. */
    public Optional<Next> current() {
        return challengeId.flatMap(id -> challenges.current(id, request)).map(CodeDialog::next);
    }

    /** The page of a message this person was sent from another tab or browser: shown again, not sent again. */
    public Optional<Next> join() {
        return challenges.join(request).map(CodeDialog::next);
    }

    /** Asks for a message. */
    public Next request(Way way) {
        RequestResult result = challenges.request(request, way);
        listener.requested(request, result);
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
            VerifyOutcome outcome = challenges.verify(challenge.id(), request, code.value());
            if (outcome instanceof VerifyOutcome.Verified right) {
                return new Next.Verified(right.code());
            }
            if (outcome instanceof VerifyOutcome.Wrong wrong) {
                listener.wrong(request, wrong.refusal());
                return after(wrong.refusal());
            }
            Refusal refusal = ((VerifyOutcome.Refused) outcome).refusal();
            listener.refused(request, refusal);
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
                        new Next.Code(challenge, Optional.of(ProblemText.of(refusal)), refusal.attemptsLeft()))
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
