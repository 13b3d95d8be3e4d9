package io.github.phonelatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.ShapeTable;
import io.github.phonelatch.challenge.ChallengeFixture;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.ProviderCalls;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.FakeStore;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** How far it is from the dialogue to the provider. The table in docs/architecture.md says how far it may be. */
class CallsToTheProviderTest {
    private static final Logger LOG = Logger.getLogger(CallsToTheProviderTest.class);

    private final ChallengeFixture scene = new ChallengeFixture(FakeStore.Kind.INFINISPAN);
    private final Watched provider = new Watched(scene.gateway());

    @Test
    void number_reachesTheProviderInNoMoreCallsThanTheTableSays() {
        dialog(Optional.empty()).handle(new CodeCommand.Send());

        compare("for a number", provider.onSend);
    }

    @Test
    void code_reachesTheProviderInNoMoreCallsThanTheTableSays() {
        DialogResult.CodePage page =
                (DialogResult.CodePage) dialog(Optional.empty()).handle(new CodeCommand.Send());

        dialog(Optional.of(page.challenge().id())).handle(new CodeCommand.Verify(TypedCode.of(ChallengeFixture.CODE)));

        compare("for a code", provider.onVerify);
    }

    private static void compare(String what, List<StackFrame> calls) {
        long classes = calls.stream()
                .map(call -> call.getClassName().replaceFirst("\\$.*", ""))
                .distinct()
                .count();
        LOG.infof(
                "calls from the dialogue to the provider %s: %d, of %d classes: %s",
                what, calls.size(), classes, calls);
        assertThat(calls)
                .isNotEmpty()
                .last()
                .extracting(StackFrame::getClassName)
                .isEqualTo(CodeDialog.class.getName());
        assertThat(calls)
                .hasSizeLessThanOrEqualTo(
                        ShapeTable.is("calls from the dialogue to the provider " + what + ", at most"));
        assertThat(classes)
                .isLessThanOrEqualTo(ShapeTable.is("classes on the way to the provider " + what + ", at most"));
    }

    private CodeDialog dialog(Optional<String> challengeId) {
        return new CodeDialog(scene.core(provider), ChallengeFixture.alice(), challengeId, new Silent());
    }

    /** Notes what is on the stack where the provider is called, from the last call of ours to the dialogue's first one. */
    private static final class Watched implements OtpGateway {
        private final OtpGateway provider;
        private List<StackFrame> onSend = List.of();
        private List<StackFrame> onVerify = List.of();

        private Watched(OtpGateway provider) {
            this.provider = provider;
        }

        @Override
        public CompletionStage<SendResult> send(OtpMessage message) {
            onSend = StackWalker.getInstance().walk(Watched::ours);
            return provider.send(message);
        }

        @Override
        public VerifyResult verify(String messageId, String code) {
            onVerify = StackWalker.getInstance().walk(Watched::ours);
            return provider.verify(messageId, code);
        }

        @Override
        public TemplateResult check(String templateId) {
            return provider.check(templateId);
        }

        @Override
        public ProviderCalls calls() {
            return provider.calls();
        }

        private static List<StackFrame> ours(Stream<StackFrame> stack) {
            return stack.filter(frame -> frame.getClassName().startsWith("io.github.phonelatch."))
                    .filter(frame -> !frame.getClassName().startsWith(CallsToTheProviderTest.class.getName()))
                    .toList();
        }
    }

    private static final class Silent implements CodeDialog.Listener {
        @Override
        public void requested(CodeRequest request, RequestResult result) {}

        @Override
        public void refused(CodeRequest request, Refusal refusal) {}

        @Override
        public void wrong(CodeRequest request, Refusal refusal) {}
    }
}
