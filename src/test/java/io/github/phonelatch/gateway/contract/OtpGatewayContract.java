package io.github.phonelatch.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the core relies on, as tests that every provider has to pass. Extend it in your own tests and write the hooks. Whatever
 * differs between providers is a hook.
 *
 * <p>A test needs a provider that can be asked: the real one with numbers for tests, a simulator, or recorded replies.
 */
public abstract class OtpGatewayContract {
    private static final String NO_MESSAGE = "1000000000000000001";

    /** A gateway that the provider serves. */
    protected abstract OtpGateway gateway();

    /** A gateway whose credentials the provider does not accept. Empty: the provider has none. */
    protected abstract Optional<OtpGateway> gatewayWithWrongCredentials();

    /** A template that is approved, with all that {@link OtpGateway#check} has to say of it. */
    protected abstract TemplateResult.Template approvedTemplate();

    /** Id of a template that waits for approval. Empty: the provider approves nothing. */
    protected abstract Optional<String> pendingTemplate();

    /** Id of a template that the provider does not have. */
    protected abstract String unknownTemplate();

    /** A number in E.164 form that takes messages, and a new one each time. */
    protected abstract String number();

    /** The code that the phone of this number received last. */
    protected abstract String codeReceivedBy(String number);

    /** Lets more time pass than the codes of {@link #approvedTemplate} live. */
    protected abstract void letCodesExpire();

    /**
     * The recordings that the provider's next replies are read from. Only a provider without a state of its own needs them.
     *
     * @param recordings one for each call that the test makes, in order, such as {@code messages-sent}
     */
    protected void replies(String... recordings) {}

    // --- sending ---

    @Test
    public void acceptedMessage_hasAnIdAndAChannel() {
        replies("messages-sent");
        assertThat(send(number(), approvedTemplate().id())).isInstanceOfSatisfying(SendResult.Sent.class, sent -> {
            assertThat(sent.messageId()).isNotBlank();
            assertThat(sent.channel()).isEqualTo(approvedTemplate().channels().get(0));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "447400123456",
                "+44 7400 123456",
                "+0447400123456",
                "+44740",
                "+4474001234567890",
                "student@school.example",
                "{{number}}",
                ""
            })
    public void whatIsNoNumber_isRefused(String text) {
        assertThat(failed(send(text, approvedTemplate().id()))).satisfies(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.NUMBER_INVALID);
            assertThat(failed.outcomeKnown()).isTrue();
        });
    }

    @Test
    public void whatIsNoTemplateId_isRefused() {
        assertCannotBeSentWith("");
        assertCannotBeSentWith("  ");
        assertCannotBeSentWith("t".repeat(OtpMessage.LONGEST_TEMPLATE_ID + 1));
    }

    @Test
    public void unknownTemplate_cannotBeSentWith() {
        replies("messages-unknown-template");
        assertCannotBeSentWith(unknownTemplate());
    }

    @Test
    public void pendingTemplate_cannotBeSentWith() {
        Optional<String> pending = pendingTemplate();
        assumeTrue(pending.isPresent(), "the provider approves nothing");
        replies("messages-pending-template");
        assertCannotBeSentWith(pending.get());
    }

    /** A provider sends again or says that it will not, and the core knows what to do in either case. */
    @Test
    public void secondSendWhileTheFirstCodeLives_isSentOrAlreadySent() {
        replies("messages-sent", "messages-window");
        String number = number();
        String first = sent(number);
        SendResult second = send(number, approvedTemplate().id());
        if (second instanceof SendResult.Sent again) {
            assertThat(again.messageId()).isNotEqualTo(first);
        } else {
            assertThat(failed(second).failure().kind()).isEqualTo(Kind.ALREADY_SENT);
            assertThat(failed(second).outcomeKnown()).isTrue();
        }
    }

    @Test
    public void secondSendAfterTheFirstCode_isSentWithAnIdOfItsOwn() {
        replies("messages-sent", "messages-sent-again");
        String number = number();
        String first = sent(number);
        letCodesExpire();
        assertThat(sent(number)).isNotEqualTo(first);
    }

    // --- verifying ---

    @Test
    public void rightCode_isVerified() {
        replies("messages-sent", "verifications-verified");
        String number = number();
        String id = sent(number);
        assertThat(gateway().verify(id, codeReceivedBy(number))).isEqualTo(new VerifyResult.Verified());
    }

    @Test
    public void wrongCode_isWrongAndTheRightOneStillCounts() {
        replies("messages-sent", "verifications-wrong", "verifications-verified");
        String number = number();
        String id = sent(number);
        String right = codeReceivedBy(number);
        assertThat(gateway().verify(id, wrong(right))).isEqualTo(new VerifyResult.WrongCode());
        assertThat(gateway().verify(id, right)).isEqualTo(new VerifyResult.Verified());
    }

    @Test
    public void rightCodeTwice_isExpiredTheSecondTime() {
        replies("messages-sent", "verifications-verified", "verifications-used");
        String number = number();
        String id = sent(number);
        String right = codeReceivedBy(number);
        assertThat(gateway().verify(id, right)).isEqualTo(new VerifyResult.Verified());
        assertThat(gateway().verify(id, right)).isEqualTo(new VerifyResult.Expired());
    }

    @Test
    public void wrongCodeAfterTheRightOne_isExpired() {
        replies("messages-sent", "verifications-verified", "verifications-used");
        String number = number();
        String id = sent(number);
        String right = codeReceivedBy(number);
        assertThat(gateway().verify(id, right)).isEqualTo(new VerifyResult.Verified());
        assertThat(gateway().verify(id, wrong(right))).isEqualTo(new VerifyResult.Expired());
    }

    @Test
    public void rightCodeTooLate_isExpired() {
        replies("messages-sent", "verifications-expired");
        String number = number();
        String id = sent(number);
        letCodesExpire();
        assertThat(gateway().verify(id, codeReceivedBy(number))).isEqualTo(new VerifyResult.Expired());
    }

    @Test
    public void unknownMessage_isExpired() {
        replies("verifications-unknown");
        assertThat(gateway().verify(NO_MESSAGE, "123456")).isEqualTo(new VerifyResult.Expired());
    }

    @Test
    public void codeOfAnotherMessage_isWrong() {
        replies("messages-sent", "messages-sent", "verifications-wrong");
        String one = number();
        String other = number();
        String id = sent(one);
        sent(other);
        String code = codeReceivedBy(other);
        // One in a million sends gives both the same code.
        assertThat(gateway().verify(id, code.equals(codeReceivedBy(one)) ? wrong(code) : code))
                .isEqualTo(new VerifyResult.WrongCode());
    }

    // --- templates ---

    @Test
    public void approvedTemplate_tellsItsCodes() {
        replies("template-configs-approved");
        assertThat(gateway().check(approvedTemplate().id())).isEqualTo(approvedTemplate());
        assertThat(approvedTemplate().approved()).isTrue();
    }

    @Test
    public void pendingTemplate_isNotApproved() {
        Optional<String> pending = pendingTemplate();
        assumeTrue(pending.isPresent(), "the provider approves nothing");
        replies("template-configs-pending");
        assertThat(gateway().check(pending.get()))
                .isInstanceOfSatisfying(
                        TemplateResult.Template.class,
                        template -> assertThat(template.approved()).isFalse());
    }

    @Test
    public void unknownTemplate_isUnknown() {
        replies("template-configs-unknown");
        assertThat(gateway().check(unknownTemplate())).isEqualTo(new TemplateResult.Unknown(unknownTemplate()));
    }

    // --- credentials ---

    @Test
    public void wrongCredentials_areMisconfiguredOnEveryCall() {
        Optional<OtpGateway> refused = gatewayWithWrongCredentials();
        assumeTrue(refused.isPresent(), "the provider has no credentials");
        replies("any-unauthorized", "any-unauthorized", "any-unauthorized");
        OtpGateway gateway = refused.get();
        assertThat(failed(send(gateway, number(), approvedTemplate().id()))).satisfies(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED);
            assertThat(failed.outcomeKnown()).isTrue();
        });
        assertThat(gateway.verify(NO_MESSAGE, "123456"))
                .isInstanceOfSatisfying(
                        VerifyResult.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED));
        assertThat(gateway.check(approvedTemplate().id()))
                .isInstanceOfSatisfying(
                        TemplateResult.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED));
    }

    // --- threads and times ---

    @Test
    public void workHandedOver_isDoneWithoutItsCaller() throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        assertThat(gateway().calls().handOver(() -> worker.complete(Thread.currentThread())))
                .isTrue();
        assertThat(worker.get(30, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
    }

    @Test
    public void sendWithinWorkHandedOver_happensOnTheSameThread() throws Exception {
        replies("messages-sent");
        OtpGateway gateway = gateway();
        OtpMessage message = message(number(), approvedTemplate().id());
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        assertThat(gateway.calls().handOver(() -> {
                    CompletionStage<SendResult> sent = gateway.send(message);
                    done.complete(sent.toCompletableFuture().isDone());
                }))
                .isTrue();
        assertThat(done.get(30, TimeUnit.SECONDS))
                .as("the send is over when it returns")
                .isTrue();
    }

    @Test
    public void times_areGiven() {
        assertThat(gateway().calls().sendTimeout()).isPositive();
        assertThat(gateway().calls().pageWait().isNegative()).isFalse();
    }

    // --- helpers, for tests of one provider too ---

    /** Sends with the approved template, and gives the id of the message. */
    protected final String sent(String number) {
        SendResult result = send(number, approvedTemplate().id());
        assertThat(result).isInstanceOf(SendResult.Sent.class);
        return ((SendResult.Sent) result).messageId();
    }

    /** Sends, and waits for the outcome. */
    protected final SendResult send(String number, String template) {
        return send(gateway(), number, template);
    }

    /** Sends through this gateway, and waits for the outcome. */
    protected static SendResult send(OtpGateway gateway, String number, String template) {
        try {
            return gateway.send(message(number, template)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("a send threw", e);
        }
    }

    protected static SendResult.Failed failed(SendResult result) {
        assertThat(result).isInstanceOf(SendResult.Failed.class);
        return (SendResult.Failed) result;
    }

    private void assertCannotBeSentWith(String template) {
        assertThat(failed(send(number(), template))).satisfies(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED);
            assertThat(failed.outcomeKnown()).isTrue();
        });
    }

    private static OtpMessage message(String number, String template) {
        return new OtpMessage(number, template, "en");
    }

    /** As long as the right code and different from it. */
    private static String wrong(String right) {
        char last = right.charAt(right.length() - 1);
        return right.substring(0, right.length() - 1) + (last == '0' ? '1' : '0');
    }
}
