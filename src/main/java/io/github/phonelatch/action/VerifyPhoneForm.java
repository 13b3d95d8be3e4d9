package io.github.phonelatch.action;

import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.event.LateSendEvents;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.page.CodeCommand;
import io.github.phonelatch.page.CodeDialog;
import io.github.phonelatch.page.DialogResult;
import io.github.phonelatch.page.ProblemText;
import io.github.phonelatch.page.StepResult;
import io.github.phonelatch.page.TypedNumber;
import io.github.phonelatch.phone.PhoneNumber;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.events.EventBuilder;

/** The form of the required action: what it shows, and what follows from what was sent. */
final class VerifyPhoneForm {
    private final VerifyPhoneRequest request;
    private final VerifyPhoneNotes notes;
    private final VerifyPhonePages pages;
    private final Challenges challenges;

    VerifyPhoneForm(VerifyPhoneRequest request) {
        this.request = request;
        this.notes = request.notes();
        this.pages = new VerifyPhonePages(request);
        this.challenges = Challenges.forUser(
                request.session(),
                request.realm(),
                request.user(),
                request.settings(),
                LateSendEvents.of(request.session()));
    }

    // --- showing ----------------------------------------------------------------------------------------------------

    Response show() {
        if (request.asked() != Asked.NUMBER) {
            PhoneNumber current = currentNumber();
            return pages.of(current, showOrJoin(dialog(current), new CodeCommand.Show()), TypedNumber.NOTHING);
        }
        return currentPage().or(this::joinedPage).orElseGet(() -> pages.number(Optional.empty(), TypedNumber.NOTHING));
    }

    private Optional<Response> currentPage() {
        return notes.number().flatMap(number -> page(number, dialog(number).handle(new CodeCommand.Show())));
    }

    private Optional<Response> joinedPage() {
        if (request.verified().isPresent() || notes.wantsOtherNumber()) {
            return Optional.empty();
        }
        return request.offered()
                .or(() -> notes.numberOfAnotherTab(request.user()))
                .flatMap(number -> page(number, dialog(number).join()));
    }

    private Optional<Response> page(PhoneNumber number, DialogResult result) {
        return result instanceof DialogResult.StartPage
                ? Optional.empty()
                : Optional.of(pages.of(number, result, TypedNumber.NOTHING));
    }

    /** Where this tab has no challenge, the live message of another one is shown. */
    private static DialogResult showOrJoin(CodeDialog dialog, CodeCommand command) {
        DialogResult result = dialog.handle(command);
        return result instanceof DialogResult.StartPage ? dialog.join() : result;
    }

    // --- answering --------------------------------------------------------------------------------------------------

    /** Verified: by this very request the number was stored, or its owner showed that they hold it. */
    StepResult answer() {
        CodeCommand command = request.command();
        if (request.asked() != Asked.NUMBER) {
            // The current number is not typed, so whatever a form says of a number counts for nothing.
            PhoneNumber current = currentNumber();
            return result(current, showOrJoin(dialog(current), command));
        }
        if (command instanceof CodeCommand.Send) {
            return new StepResult.Page(send());
        }
        if (command instanceof CodeCommand.Change) {
            notes.wantOtherNumber();
            return new StepResult.Page(pages.number(Optional.empty(), TypedNumber.NOTHING));
        }
        if (command instanceof CodeCommand.Show || command instanceof CodeCommand.Unknown) {
            return new StepResult.Page(show());
        }
        return notes.number()
                .map(number -> result(number, dialog(number).handle(command)))
                .orElseGet(() -> new StepResult.Page(pages.noChallenge()));
    }

    private StepResult result(PhoneNumber number, DialogResult result) {
        return result instanceof DialogResult.Verified right
                ? new VerifyPhoneSuccess(request, pages).of(number, right.code())
                : new StepResult.Page(pages.of(number, result, TypedNumber.NOTHING));
    }

    private Response send() {
        Optional<TypedNumber> field =
                TypedNumber.of(request.context().getHttpRequest().getDecodedFormParameters(), request.countries());
        if (field.isEmpty()) {
            // The offered number was accepted as it stands.
            return request.offered()
                    .map(number -> send(number, TypedNumber.NOTHING))
                    .orElseGet(() -> pages.number(
                            Optional.of(ProblemText.onNumber("phonelatchNumberMissing")), TypedNumber.NOTHING));
        }
        TypedNumber typed = field.get();
        return typed.number().map(number -> send(number, typed)).orElseGet(() -> pages.number(typed.mistake(), typed));
    }

    private Response send(PhoneNumber number, TypedNumber typed) {
        DialogResult result = dialog(number).handle(request.command());
        Response page = pages.of(number, result, typed);
        request.held()
                .filter(current -> result instanceof DialogResult.CodePage && request.mayReplace(current))
                .ifPresent(notes::replaces);
        return page;
    }

    private PhoneNumber currentNumber() {
        return request.held().orElseThrow().number();
    }

    private CodeDialog dialog(PhoneNumber number) {
        Optional<String> challenge = notes.number().filter(number::equals).flatMap(same -> notes.challenge());
        return new CodeDialog(
                challenges,
                request.codeRequest(number),
                challenge,
                new Events(request.context().getEvent()));
    }

    /** Wrong codes have counts of our own here. Keycloak's counts are for its sign-in. */
    private record Events(EventBuilder template) implements CodeDialog.Listener {
        @Override
        public void requested(CodeRequest request, RequestResult result) {
            PhoneEvents.requested(template, request, result);
        }

        @Override
        public void refused(CodeRequest request, Refusal refusal) {
            PhoneEvents.refused(template, request, refusal);
        }

        @Override
        public void wrong(CodeRequest request, Refusal refusal) {
            PhoneEvents.refused(template, request, refusal);
        }
    }
}
