package io.github.phonelatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.Claim;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.Scene;
import io.github.phonelatch.challenge.Standing;
import io.github.phonelatch.challenge.Way;
import io.github.phonelatch.support.FakeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people see next, and what an admin learns of it: a code that was compared and was wrong is told once, and as nothing else. */
class CodeDialogTest {
    private final Scene scene =
            new Scene(FakeStore.Kind.INFINISPAN).with("cooldown", 0).withAlternative();
    private final Told told = new Told();

    @Test
    void wrongCode_isToldOnce_withTheTriesThatAreLeft() {
        String id = asked();

        CodeDialog.Next next = dialog(id).verify(TypedCode.of(Scene.WRONG));

        assertThat(code(next).triesLeft()).isEqualTo(4);
        assertThat(code(next).problem()).map(ProblemText::field).contains(ProblemText.CODE);
        assertThat(told.wrong).containsExactly(Problem.WRONG_CODE);
        assertThat(told.refused).isEmpty();
    }

    @Test
    void lastTry_isStillAWrongCode_andWhatFollowsIsNone() {
        String id = asked();
        for (int i = 0; i < 5; i++) {
            dialog(id).verify(TypedCode.of(Scene.WRONG));
        }

        CodeDialog.Next next = dialog(id).verify(TypedCode.of(Scene.CODE));

        assertThat(told.wrong).hasSize(5).endsWith(Problem.TOO_MANY_TRIES);
        assertThat(told.refused).containsExactly(Problem.TOO_MANY_TRIES);
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

        dialog(id).verify(TypedCode.of(Scene.CODE));

        assertThat(told.wrong).isEmpty();
        assertThat(told.refused).containsExactly(Problem.ACCOUNT_LOCKED);
        assertThat(scene.verifications()).isZero();
    }

    @Test
    void rightCode_isProven_andNothingElseIsTold() {
        assertThat(dialog(asked()).verify(TypedCode.of(" 123 456 "))).isInstanceOf(CodeDialog.Next.Proven.class);
        assertThat(told.wrong).isEmpty();
        assertThat(told.refused).isEmpty();
    }

    @Test
    void challengeOfAnotherTab_isNone_whateverIsPressed() {
        CodeDialog stranger = new CodeDialog(
                scene.heart(), Scene.claim("alice", Scene.MOBILE, "tab-2", Standing.OWNER), Optional.of(asked()), told);
        int sent = scene.sends();

        assertThat(List.of(stranger.verify(TypedCode.of(Scene.CODE)), stranger.resend(), stranger.anotherWay()))
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
        assertThat(dialog(id).verify(TypedCode.of(Scene.CODE))).isInstanceOf(CodeDialog.Next.Proven.class);
    }

    private String asked() {
        return code(dialog(null).request(Way.DEFAULT)).challenge().id();
    }

    private CodeDialog dialog(String challengeId) {
        return new CodeDialog(scene.heart(), Scene.alice(), Optional.ofNullable(challengeId), told);
    }

    private static CodeDialog.Next.Code code(CodeDialog.Next next) {
        assertThat(next).isInstanceOf(CodeDialog.Next.Code.class);
        return (CodeDialog.Next.Code) next;
    }

    private static final class Told implements CodeDialog.Witness {
        final List<RequestResult> requested = new ArrayList<>();
        final List<Problem> refused = new ArrayList<>();
        final List<Problem> wrong = new ArrayList<>();

        @Override
        public void requested(Claim claim, RequestResult result) {
            requested.add(result);
        }

        @Override
        public void refused(Claim claim, Refusal refusal) {
            refused.add(refusal.problem());
        }

        @Override
        public void wrong(Claim claim, Refusal refusal) {
            wrong.add(refusal.problem());
        }
    }
}
