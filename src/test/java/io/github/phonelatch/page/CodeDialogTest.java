package io.github.phonelatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.ChallengeFixture;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Requester;
import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.support.FakeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people see next, and what an admin learns of it: a code that was compared and was wrong is told once, and as nothing else. */
class CodeDialogTest {
    private final ChallengeFixture scene =
            new ChallengeFixture(FakeStore.Kind.INFINISPAN).with("cooldown", 0).withAlternative();
    private final Told told = new Told();

    @Test
    void wrongCode_isToldOnce_withTheAttemptsThatAreLeft() {
        String id = asked();

        DialogResult next = dialog(id).handle(verify(ChallengeFixture.WRONG));

        assertThat(code(next).attemptsLeft()).isEqualTo(4);
        assertThat(code(next).problem()).map(ProblemText::field).contains(ProblemText.CODE);
        assertThat(told.wrong).containsExactly(Problem.WRONG_CODE);
        assertThat(told.refused).isEmpty();
    }

    @Test
    void lastAttempt_isStillAWrongCode_andWhatFollowsIsNone() {
        String id = asked();
        for (int i = 0; i < 5; i++) {
            dialog(id).handle(verify(ChallengeFixture.WRONG));
        }

        DialogResult next = dialog(id).handle(verify(ChallengeFixture.CODE));

        assertThat(told.wrong).hasSize(5).endsWith(Problem.TOO_MANY_ATTEMPTS);
        assertThat(told.refused).containsExactly(Problem.TOO_MANY_ATTEMPTS);
        assertThat(next).isInstanceOf(DialogResult.CodePage.class);
        assertThat(scene.verifications()).isEqualTo(5);
    }

    @Test
    void whatCannotBeACode_isComparedWithNothing_andToldToNobody() {
        String id = asked();

        for (String typed : List.of("", "123", "1234567", "abcdef")) {
            assertThat(code(dialog(id).handle(verify(typed))).problem()).isPresent();
        }

        assertThat(told.wrong).isEmpty();
        assertThat(told.refused).isEmpty();
        assertThat(scene.verifications()).isZero();
    }

    @Test
    void lockedAccount_isRefused_andNoFailure() {
        String id = asked();
        scene.lock();

        dialog(id).handle(verify(ChallengeFixture.CODE));

        assertThat(told.wrong).isEmpty();
        assertThat(told.refused).containsExactly(Problem.ACCOUNT_LOCKED);
        assertThat(scene.verifications()).isZero();
    }

    @Test
    void rightCode_isVerified_andNothingElseIsTold() {
        assertThat(dialog(asked()).handle(verify(" 123 456 "))).isInstanceOf(DialogResult.Verified.class);
        assertThat(told.wrong).isEmpty();
        assertThat(told.refused).isEmpty();
    }

    @Test
    void challengeOfAnotherTab_isNone_whateverIsPressed() {
        CodeDialog anonymous = new CodeDialog(
                scene.core(),
                ChallengeFixture.request("alice", ChallengeFixture.MOBILE, "tab-2", Requester.OWNER),
                Optional.of(asked()),
                told);
        int sent = scene.sends();

        assertThat(List.of(
                        anonymous.handle(verify(ChallengeFixture.CODE)),
                        anonymous.handle(new CodeCommand.Resend()),
                        anonymous.handle(new CodeCommand.ByChannel(Channel.VOICE))))
                .allSatisfy(next -> assertThat(
                                ((DialogResult.NoCodePage) next).refusal().problem())
                        .isEqualTo(Problem.UNKNOWN_CHALLENGE));
        assertThat(scene.sends()).isEqualTo(sent);
        assertThat(scene.verifications()).isZero();
    }

    @Test
    void anotherChannel_andBack_areOneMessageEach() {
        String first = asked();
        String second = code(dialog(first).handle(new CodeCommand.ByChannel(Channel.VOICE)))
                .challenge()
                .id();

        DialogResult back = dialog(second).handle(new CodeCommand.ByChannel(Channel.SMS));

        assertThat(code(back).challenge().channel()).isEqualTo(Channel.SMS);
        assertThat(code(back).challenge().fresh()).isFalse();
        assertThat(scene.sends()).isEqualTo(2);
    }

    /** A second message that is refused takes nothing away from the first. */
    @Test
    void refusedSecondMessage_leavesThePageOfTheFirst() {
        scene.with("cooldown", 30);
        String id = asked();

        DialogResult next = dialog(id).handle(new CodeCommand.ByChannel(Channel.VOICE));

        assertThat(code(next).challenge().id()).isEqualTo(id);
        assertThat(code(next).problem()).map(ProblemText::key).contains("phonelatchWaitSeconds");
        assertThat(told.requested).last().isInstanceOf(RequestResult.Refused.class);
        assertThat(dialog(id).handle(verify(ChallengeFixture.CODE))).isInstanceOf(DialogResult.Verified.class);
    }

    /** Each command that concerns no code, known or not, shows the page and does nothing else. */
    @Test
    void anyOtherCommand_showsThePageOfTheChallenge_andSendsNothing() {
        String id = asked();
        int sent = scene.sends();

        for (CodeCommand command :
                List.of(new CodeCommand.Show(), new CodeCommand.Change(), new CodeCommand.Unknown())) {
            assertThat(code(dialog(id).handle(command)).challenge().id()).isEqualTo(id);
            assertThat(dialog(null).handle(command)).isEqualTo(new DialogResult.StartPage());
        }
        assertThat(scene.sends()).isEqualTo(sent);
        assertThat(scene.verifications()).isZero();
        assertThat(told.requested).hasSize(1);
    }

    @Test
    void anotherTab_joinsTheLiveMessage_orBeginsAnew() {
        assertThat(dialog(null).join()).isEqualTo(new DialogResult.StartPage());
        String id = asked();

        assertThat(code(dialog(null).join()).challenge().id()).isEqualTo(id);
        assertThat(scene.sends()).isEqualTo(1);
    }

    /** The value that lets a step succeed says whose code was consumed, when and from which channel. */
    @Test
    void rightCode_isTheUsersOwn_andIsGivenOnce() {
        String id = asked();

        DialogResult first = dialog(id).handle(verify(ChallengeFixture.CODE));
        DialogResult second = dialog(id).handle(verify(ChallengeFixture.CODE));

        VerifiedCode code = ((DialogResult.Verified) first).code();
        assertThat(code.userId()).isEqualTo("alice");
        assertThat(code.at()).isEqualTo(scene.clock().instant());
        assertThat(code.channel()).isEqualTo("sms");
        assertThat(second).isNotInstanceOf(DialogResult.Verified.class);
    }

    private static CodeCommand verify(String code) {
        return new CodeCommand.Verify(TypedCode.of(code));
    }

    private String asked() {
        return code(dialog(null).handle(new CodeCommand.Send())).challenge().id();
    }

    private CodeDialog dialog(String challengeId) {
        return new CodeDialog(scene.core(), ChallengeFixture.alice(), Optional.ofNullable(challengeId), told);
    }

    private static DialogResult.CodePage code(DialogResult next) {
        assertThat(next).isInstanceOf(DialogResult.CodePage.class);
        return (DialogResult.CodePage) next;
    }

    private static final class Told implements CodeDialog.Listener {
        final List<RequestResult> requested = new ArrayList<>();
        final List<Problem> refused = new ArrayList<>();
        final List<Problem> wrong = new ArrayList<>();

        @Override
        public void requested(CodeRequest request, RequestResult result) {
            requested.add(result);
        }

        @Override
        public void refused(CodeRequest request, Refusal refusal) {
            refused.add(refusal.problem());
        }

        @Override
        public void wrong(CodeRequest request, Refusal refusal) {
            wrong.add(refusal.problem());
        }
    }
}
