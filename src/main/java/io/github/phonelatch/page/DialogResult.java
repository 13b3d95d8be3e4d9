package io.github.phonelatch.page;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.VerifiedCode;
import java.util.Optional;

/** The result of one command in a {@link CodeDialog}: one of three kinds of pages, or a verified code. */
public sealed interface DialogResult {

    /**
     * The page that asks for the code.
     *
     * @param attemptsLeft where this request learned it, else -1
     */
    record CodePage(Challenge challenge, Optional<ProblemText> problem, int attemptsLeft) implements DialogResult {}

    /** The page that says why there is no code to type. */
    record NoCodePage(Refusal refusal) implements DialogResult {}

    /** The page that the step begins with, because this tab has asked for no code. */
    record StartPage() implements DialogResult {}

    /** The code was right, and this very request consumed it. */
    record Verified(VerifiedCode code) implements DialogResult {}
}
