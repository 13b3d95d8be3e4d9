package io.github.phonelatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.ChallengeFixture;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Requester;
import io.github.phonelatch.challenge.Way;
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

        CodeDialog.Next next = dialog(id).verify(TypedCode.of(ChallengeFixture.WRONG));

        assertThat(code(next).attemptsLeft()).isEqualTo(4);
        assertThat(code(next).problem()).map(ProblemText::field).contains(ProblemText.CODE);
        assertThat(told.wrong).containsExactly(Problem.WRONG_CODE);
        assertThat(told.refused).isEmpty();
    }

    @Test
    void lastAttempt_isStillAWrongCode_andWhatFollowsIsNone() {
        String id = asked();
        for (int i = 0; i < 5; i++) {
            dialog(id).verify(TypedCode.of(ChallengeFixture.WRONG));
        }

        CodeDialog.Next next = dialog(id).verify(TypedCode.of(ChallengeFixture.CODE));

        assertThat(told.wrong).hasSize(5).endsWith(Problem.TOO_MANY_ATTEMPTS);
        assertThat(told.refused).containsExactly(Problem.TOO_MANY_ATTEMPTS);
        assertThat(next).isInstanceOf(CodeDialog.Next.Code.class);
        assertThat(scene.verifications()).isEqualTo(5);
    }

    @Test
    void whatCannotBeACode_isComparedWithNothing_andToldToNobody() {
        String id = asked();

        for (String typed : List.of("", "123", "1234567", "abcdef")) {
            assertThat(code(dialog(id).verify(TypedCode.of(typed))).problem()).isPresent();
        }

        assertThat(told.wrong).isEmpty();
        assertThat(told.refused).isEmpty();
        assertThat(scene.verifications()).isZero();
    }

    @Test
    void lockedAccount_isRefused_andNoFailure() {
        String id = asked();
        scene.lock();

        dialog(id).verify(TypedCode.of(ChallengeFixture.CODE));

        assertThat(told.wrong).isEmpty();
        assertThat(told.refused).containsExactly(Problem.ACCOUNT_LOCKED);
        assertThat(scene.verifications()).isZero();
    }

    @Test
    void rightCode_isVerified_andNothingElseIsTold() {
        assertThat(dialog(asked()).verify(TypedCode.of(" 123 456 "))).isInstanceOf(CodeDialog.Next.Verified.class);
        assertThat(told.wrong).isEmpty();
        assertThat(told.refused).isEmpty();
    }

    @Test
    void challengeOfAnotherTab_isNone_whateverIsPressed() {
        CodeDialog anonymous = new CodeDialog(
                scene.heart(),
                ChallengeFixture.request("alice", ChallengeFixture.MOBILE, "tab-2", Requester.OWNER),
                Optional.of(asked()),
                told);
        int sent = scene.sends();

        assertThat(List.of(
                        anonymous.verify(TypedCode.of(ChallengeFixture.CODE)),
                        anonymous.resend(),
                        anonymous.anotherWay()))
                .allSatisfy(next -> assertThat(
                                ((CodeDialog.Next.NoCode) next).refusal().problem())
                        .isEqualTo(Problem.UNKNOWN_CHALLENGE));
        assertThat(scene.sends()).isEqualTo(sent);
        assertThat(scene.verifications()).isZero();
    }

    @Test
    void anotherWay_andBack_areOneMessageEach() {
        String first = asked();
        String second = code(dialog(first).anotherWay()).challenge().id();

        CodeDialog.Next back = dialog(second).anotherWay();

        assertThat(code(back).challenge().way()).isEqualTo(Way.DEFAULT);
        assertThat(code(back).challenge().fresh()).isFalse();
        assertThat(scene.sends()).isEqualTo(2);
    }

    /** A second message that is refused takes nothing away from the first. */
    @Test
    void refusedSecondMessage_leavesThePageOfTheFirst() {
        scene.with("cooldown", 30);
        String id = asked();

        CodeDialog.Next next = dialog(id).anotherWay();

        assertThat(code(next).challenge().id()).isEqualTo(id);
        assertThat(code(next).problem()).map(ProblemText::key).contains("phonelatchWaitSeconds");
        assertThat(told.requested).last().isInstanceOf(RequestResult.Refused.class);
        assertThat(dialog(id).verify(TypedCode.of(ChallengeFixture.CODE))).isInstanceOf(CodeDialog.Next.Verified.class);
    }

    private String asked() {
        return code(dialog(null).request(Way.DEFAULT)).challenge().id();
    }

    private CodeDialog dialog(String challengeId) {
        return new CodeDialog(scene.heart(), ChallengeFixture.alice(), Optional.ofNullable(challengeId), told);
    }

    private static CodeDialog.Next.Code code(CodeDialog.Next next) {
        assertThat(next).isInstanceOf(CodeDialog.Next.Code.class);
        return (CodeDialog.Next.Code) next;
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
