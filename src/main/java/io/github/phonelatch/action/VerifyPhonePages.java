package io.github.phonelatch.action;

import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.page.DialogResult;
import io.github.phonelatch.page.Pages;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.Tab;
import io.github.phonelatch.page.TypedNumber;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Verification;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The pages of the required action, with as much of a number on them as this person may see. */
final class VerifyPhonePages {
    private final VerifyPhoneRequest request;
    private final VerifyPhoneNotes notes;
    private final Pages pages;

    VerifyPhonePages(VerifyPhoneRequest request) {
        this.request = request;
        this.notes = request.notes();
        this.pages = new Pages(request.context()::form, request.settings(), request.locale(), request.canCancel());
    }

    /**
     * The page that follows from the dialogue about a number's code. The tab goes on with the number of a code page.
     *
     * @param typed what the person typed for this number in this request
     */
    Response of(PhoneNumber number, DialogResult result, TypedNumber typed) {
        if (result instanceof DialogResult.CodePage code) {
            notes.keep(number, code.challenge().id());
            if (!typed.text().isEmpty()) {
                notes.typed();
            }
            return request.asked() == Asked.NUMBER
                    ? pages.code(code, shown(number))
                    : pages.currentCode(code, number.masked(), request.asked().reason());
        }
        return result instanceof DialogResult.NoCodePage none ? refused(none.refusal(), number, typed) : start(typed);
    }

    private Response start(TypedNumber typed) {
        return request.asked() == Asked.NUMBER
                ? number(Optional.empty(), typed)
                : current(Optional.empty(), Duration.ZERO);
    }

    private Response refused(Refusal refusal, PhoneNumber number, TypedNumber typed) {
        Optional<ProblemText> problem = Optional.of(ProblemText.of(refusal, Optional.of(number)));
        return request.asked() == Asked.NUMBER
                ? number(problem, typed)
                : current(problem, Objects.requireNonNullElse(refusal.retryAfter(), Duration.ZERO));
    }

    /** Offers to send a code to the current number. */
    private Response current(Optional<ProblemText> problem, Duration wait) {
        return pages.current(
                problem,
                request.held().orElseThrow().number().masked(),
                wait,
                request.asked().reason());
    }

    /** Asks for a number, whatever is asked of the person: the next request of this tab is about it. */
    Response number(Optional<ProblemText> problem, TypedNumber typed) {
        boolean offer = request.verified().isEmpty() && !notes.wantsOtherNumber();
        return pages.number(
                problem,
                typed,
                offer ? request.offered().map(this::offered) : Optional.empty(),
                request.verified().map(Verification::number));
    }

    /** Asks for a number, because this tab has no code that could be typed. */
    Response noChallenge() {
        return number(Optional.of(ProblemText.of(Refusal.of(Problem.UNKNOWN_CHALLENGE))), TypedNumber.NOTHING);
    }

    /** Somebody who has passed only the password is not told a number that stands on the account. */
    private String shown(PhoneNumber number) {
        return notes.wasTyped() ? number.formatted() : offered(number);
    }

    /** Somebody who typed the number at the registration a moment ago has to see a slip in it. */
    private String offered(PhoneNumber number) {
        return Tab.wasTyped(request.tab(), number) ? number.formatted() : number.masked();
    }
}
