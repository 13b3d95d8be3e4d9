package io.github.phonelatch.action;

import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.StepResult;
import io.github.phonelatch.page.TypedNumber;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Publication;
import io.github.phonelatch.phone.PublishResult;
import io.github.phonelatch.phone.Renewal;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.signin.FactorNotes;
import io.github.phonelatch.signin.OlderSessions;
import io.github.phonelatch.support.KeycloakStore;
import java.util.Optional;

/** The effect of a right code in the required action: a number is stored or renewed, or another one may be typed. */
final class VerifyPhoneSuccess {
    private final VerifyPhoneRequest request;
    private final VerifyPhonePages pages;

    VerifyPhoneSuccess(VerifyPhoneRequest request, VerifyPhonePages pages) {
        this.request = request;
        this.pages = pages;
    }

    StepResult of(PhoneNumber number, VerifiedCode code) {
        // A number that an admin entered by hand was verified by no code yet, so this is its first verification.
        return request.asked() == Asked.NUMBER
                        || request.held().filter(Verification::byHand).isPresent()
                ? publish(number, code)
                : current(request.held().orElseThrow(), code);
    }

    /** The person holds the phone of the current number. */
    private StepResult current(Verification held, VerifiedCode code) {
        CodeRequest asked = request.codeRequest(held.number());
        if (request.asked() == Asked.CURRENT_AGAIN) {
            Renewal.renew(request.user(), held, code.at(), code.channel());
            verified(held, code);
            PhoneEvents.verified(request.context().getEvent(), asked, code.channel());
            request.notes().forget();
            return new StepResult.Verified(code);
        }
        FactorNotes.passPhone(request.tab(), held, code.at());
        PhoneEvents.shown(request.context().getEvent(), asked, code.channel());
        request.notes().forget();
        return request.asked() == Asked.CURRENT_BEFORE_FACTOR
                ? new StepResult.Verified(code)
                : new StepResult.Page(pages.number(Optional.empty(), TypedNumber.NOTHING));
    }

    private StepResult publish(PhoneNumber number, VerifiedCode code) {
        CodeRequest asked = request.codeRequest(number);
        Verification verification = new Verification(number, code.at(), code.channel(), Verification.BY_CODE);
        PublishResult result = new Publication(KeycloakStore.of(request.session()))
                .publish(
                        request.session(),
                        request.realm(),
                        request.user(),
                        verification,
                        request.settings(),
                        request.held());
        request.notes().forget();
        if (result instanceof PublishResult.Outdated) {
            return new StepResult.Page(Restart.begin(request.session(), request.context()));
        }
        if (result instanceof PublishResult.Published published) {
            verified(published.verification(), code);
            if (published.change() != PublishResult.Change.AGAIN) {
                OlderSessions.endAfterCommit(request.session(), request.realm(), request.user(), code.at());
            }
            PhoneEvents.verified(request.context().getEvent(), asked, code.channel());
            return new StepResult.Verified(code);
        }
        Refusal refusal = Refusal.of(Problem.of(result));
        PhoneEvents.refused(request.context().getEvent(), asked, refusal);
        request.notes().wantOtherNumber();
        return new StepResult.Page(pages.number(Optional.of(ProblemText.of(refusal)), TypedNumber.NOTHING));
    }

    private void verified(Verification verification, VerifiedCode code) {
        FactorNotes.verified(
                request.session(), request.realm(), request.tab(), request.user(), verification, code.at());
    }
}
