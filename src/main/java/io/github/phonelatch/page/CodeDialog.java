package io.github.phonelatch.page;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.gateway.Channel;
import java.util.Optional;
import java.util.function.Function;

/** The dialogue with one person about the code to one number: what follows from each command. */
public final class CodeDialog {
    private final Challenges challenges;
    private final CodeRequest request;
    private final Optional<String> challengeId;
    private final Listener listener;

    /** @param challengeId of the challenge that this tab has for the code request, if any */
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

        /** A code was compared and was wrong. Called once for each such code. */
        void wrong(CodeRequest request, Refusal refusal);
    }

    /** Does what the command says. One that concerns no code shows the page of this tab's challenge. */
    public DialogResult handle(CodeCommand command) {
        if (command instanceof CodeCommand.Send) {
            return request(Optional.empty());
        }
        if (command instanceof CodeCommand.Verify verify) {
            return withChallenge(challenge -> verify(challenge, verify.code()));
        }
        if (command instanceof CodeCommand.Resend) {
            return withChallenge(challenge -> request(Optional.of(challenge.channel())));
        }
        if (command instanceof CodeCommand.ByChannel by) {
            return withChallenge(challenge -> request(Optional.of(by.channel())));
        }
        return current().orElseGet(DialogResult.StartPage::new);
    }

    /** Shows the page of a live message that this person was sent from another tab or browser. Sends nothing. */
    public DialogResult join() {
        return challenges.join(request).map(CodeDialog::page).orElseGet(DialogResult.StartPage::new);
    }

    private Optional<DialogResult> current() {
        return challengeId.flatMap(id -> challenges.current(id, request)).map(CodeDialog::page);
    }

    private DialogResult request(Optional<Channel> wanted) {
        RequestResult result = challenges.request(request, wanted);
        listener.requested(request, result);
        if (!(result instanceof RequestResult.Refused refused) || endsTheCode(refused.refusal())) {
            return page(result);
        }
        // A refused second message takes nothing away from the first, so its page stays.
        Optional<Challenge> first = challenge();
        if (first.isPresent()) {
            return new DialogResult.CodePage(first.get(), Optional.of(ProblemText.of(refused.refusal())), -1);
        }
        // The message may be out, so the code page counts down to when another one is possible.
        return refused.refusal().problem() == Problem.OUTCOME_UNKNOWN
                ? challenges.join(request).map(CodeDialog::page).orElseGet(() -> page(result))
                : page(result);
    }

    private DialogResult verify(Challenge challenge, TypedCode code) {
        Optional<ProblemText> mistake = code.mistake(challenge.codeLength(), challenge.digitsOnly());
        if (mistake.isPresent()) {
            return new DialogResult.CodePage(challenge, mistake, -1);
        }
        VerifyOutcome outcome = challenges.verify(challenge.id(), request, code.value());
        if (outcome instanceof VerifyOutcome.Verified right) {
            return new DialogResult.Verified(right.code());
        }
        if (outcome instanceof VerifyOutcome.Wrong wrong) {
            listener.wrong(request, wrong.refusal());
            return after(wrong.refusal());
        }
        Refusal refusal = ((VerifyOutcome.Refused) outcome).refusal();
        listener.refused(request, refusal);
        return after(refusal);
    }

    /** Reads the challenge again, because the answer may have ended the message. */
    private DialogResult after(Refusal refusal) {
        if (endsTheCode(refusal)) {
            return new DialogResult.NoCodePage(refusal);
        }
        return challenge()
                .<DialogResult>map(challenge -> new DialogResult.CodePage(
                        challenge, Optional.of(ProblemText.of(refusal)), refusal.attemptsLeft()))
                .orElseGet(() -> new DialogResult.NoCodePage(refusal));
    }

    /** Whether no code is accepted for longer than any code lives, so that a page that asks for one would mislead. */
    private static boolean endsTheCode(Refusal refusal) {
        return refusal.problem() == Problem.BLOCKED;
    }

    private DialogResult withChallenge(Function<Challenge, DialogResult> then) {
        DialogResult current =
                current().orElseGet(() -> new DialogResult.NoCodePage(Refusal.of(Problem.UNKNOWN_CHALLENGE)));
        return current instanceof DialogResult.CodePage code ? then.apply(code.challenge()) : current;
    }

    private Optional<Challenge> challenge() {
        return current()
                .flatMap(page ->
                        page instanceof DialogResult.CodePage code ? Optional.of(code.challenge()) : Optional.empty());
    }

    private static DialogResult page(RequestResult result) {
        return result instanceof RequestResult.Issued issued
                ? new DialogResult.CodePage(issued.challenge(), Optional.empty(), -1)
                : new DialogResult.NoCodePage(((RequestResult.Refused) result).refusal());
    }
}
