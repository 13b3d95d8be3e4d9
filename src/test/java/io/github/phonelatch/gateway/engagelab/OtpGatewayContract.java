package io.github.phonelatch.gateway.engagelab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What holds between our client and any faithful provider: one that answers from recordings, the simulator, or the real
 * one. Whatever differs between them is a hook.
 */
abstract class OtpGatewayContract {

    /** A gateway with credentials that the provider knows. */
    abstract OtpGateway gateway();

    /** A gateway with the right key and a wrong secret. */
    abstract OtpGateway gatewayWithWrongSecret();

    /** A template that is approved: six digits, five minutes, first by WhatsApp and then by SMS. */
    abstract String approvedTemplate();

    /** A template that waits for approval. */
    abstract String pendingTemplate();

    /** A template that the provider does not have. */
    abstract String unknownTemplate();

    /** A number in E.164 form that takes messages, and a new one each time. */
    abstract String number();

    /** A number in E.164 form that the provider refuses with this code. */
    abstract String numberRefusedWith(int providerCode);

    /** The code that the phone of this number received last. */
    abstract String codeReceivedBy(String number);

    /** Lets more time pass than the codes of {@link #approvedTemplate()} live. */
    abstract void letCodesExpire();

    /**
     * The recordings that the provider's next replies are read from. A provider that has a state of its own knows better
     * and does nothing.
     */
    void replies(String... recordings) {}

    @Test
    void acceptedMessage_hasAnIdAndAChannel() {
        replies("messages-sent");
        assertThat(send(number(), approvedTemplate())).isInstanceOfSatisfying(SendResult.Sent.class, sent -> {
            assertThat(sent.messageId()).isNotBlank();
            assertThat(sent.channel()).isEqualTo("whatsapp");
        });
    }

    @Test
    void rightCode_isVerified() {
        replies("messages-sent", "verifications-verified");
        String number = number();
        String id = sent(number);
        assertThat(gateway().verify(id, codeReceivedBy(number))).isEqualTo(new VerifyResult.Verified());
    }

    @Test
    void wrongCode_isWrongAndTheRightOneStillCounts() {
        replies("messages-sent", "verifications-wrong", "verifications-verified");
        String number = number();
        String id = sent(number);
        String right = codeReceivedBy(number);
        assertThat(gateway().verify(id, wrong(right))).isEqualTo(new VerifyResult.WrongCode());
        assertThat(gateway().verify(id, right)).isEqualTo(new VerifyResult.Verified());
    }

    @Test
    void rightCodeTwice_isExpiredTheSecondTime() {
        replies("messages-sent", "verifications-verified", "verifications-used");
        String number = number();
        String id = sent(number);
        String right = codeReceivedBy(number);
        assertThat(gateway().verify(id, right)).isEqualTo(new VerifyResult.Verified());
        assertThat(gateway().verify(id, right)).isEqualTo(new VerifyResult.Expired());
    }

    @Test
    void wrongCodeAfterTheRightOne_isExpired() {
        replies("messages-sent", "verifications-verified", "verifications-used");
        String number = number();
        String id = sent(number);
        String right = codeReceivedBy(number);
        assertThat(gateway().verify(id, right)).isEqualTo(new VerifyResult.Verified());
        assertThat(gateway().verify(id, wrong(right))).isEqualTo(new VerifyResult.Expired());
    }

    @Test
    void rightCodeTooLate_isExpired() {
        replies("messages-sent", "verifications-expired");
        String number = number();
        String id = sent(number);
        letCodesExpire();
        assertThat(gateway().verify(id, codeReceivedBy(number))).isEqualTo(new VerifyResult.Expired());
    }

    @Test
    void unknownMessage_isExpired() {
        replies("verifications-unknown");
        assertThat(gateway().verify("1000000000000000001", "123456")).isEqualTo(new VerifyResult.Expired());
    }

    @Test
    void codeOfAnotherMessage_isWrong() {
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

    @Test
    void secondSendWhileTheFirstCodeLives_isAlreadySent() {
        replies("messages-sent", "messages-window");
        String number = number();
        sent(number);
        assertThat(failed(send(number, approvedTemplate()))).satisfies(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.ALREADY_SENT);
            assertThat(failed.failure().providerCode()).isEqualTo(3004);
            assertThat(failed.outcomeKnown()).isTrue();
        });
    }

    @Test
    void secondSendAfterTheFirstCode_isSentWithAnIdOfItsOwn() {
        replies("messages-sent", "messages-sent-again");
        String number = number();
        String first = sent(number);
        letCodesExpire();
        assertThat(sent(number)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "5011, NUMBER_INVALID",
        "5012, NUMBER_UNREACHABLE",
        "5013, NUMBER_BLOCKED",
        "5014, MISCONFIGURED",
        "5015, NUMBER_BLOCKED",
        "5016, UNAVAILABLE",
        "5017, COUNTRY_NOT_SERVED",
        "5018, NUMBER_UNREACHABLE",
        "5019, NUMBER_BLOCKED",
        "5020, NUMBER_INVALID",
    })
    void numberThatCannotBeReached_isRefusedWithItsReason(int providerCode, Kind kind) {
        replies("messages-" + providerCode);
        assertThat(failed(send(numberRefusedWith(providerCode), approvedTemplate())))
                .satisfies(failed -> {
                    assertThat(failed.failure().kind()).isEqualTo(kind);
                    assertThat(failed.failure().providerCode()).isEqualTo(providerCode);
                    assertThat(failed.outcomeKnown()).isTrue();
                });
    }

    @Test
    void unknownTemplate_cannotBeSentWith() {
        replies("messages-unknown-template");
        assertThat(failed(send(number(), unknownTemplate()))).satisfies(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED);
            assertThat(failed.outcomeKnown()).isTrue();
        });
    }

    @Test
    void pendingTemplate_cannotBeSentWith() {
        replies("messages-pending-template");
        assertThat(failed(send(number(), pendingTemplate()))).satisfies(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED);
            assertThat(failed.outcomeKnown()).isTrue();
        });
    }

    @Test
    void apverifydTemplate_tellsItsCodes() {
        replies("template-configs-approved");
        assertThat(gateway().template(approvedTemplate()))
                .isInstanceOfSatisfying(TemplateResult.Template.class, template -> {
                    assertThat(template.id()).isEqualTo(approvedTemplate());
                    assertThat(template.approved()).isTrue();
                    assertThat(template.lifetime()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(template.codeLength()).isEqualTo(6);
                    assertThat(template.digitsOnly()).isTrue();
                    assertThat(template.channels()).containsExactly("whatsapp", "sms");
                });
    }

    @Test
    void pendingTemplate_isNotApverifyd() {
        replies("template-configs-pending");
        assertThat(gateway().template(pendingTemplate()))
                .isInstanceOfSatisfying(
                        TemplateResult.Template.class,
                        template -> assertThat(template.approved()).isFalse());
    }

    @Test
    void unknownTemplate_isUnknown() {
        replies("template-configs-unknown");
        assertThat(gateway().template(unknownTemplate())).isEqualTo(new TemplateResult.Unknown(unknownTemplate()));
    }

    @Test
    void wrongSecret_isMisconfiguredOnEveryCall() {
        replies("any-unauthorized", "any-unauthorized", "any-unauthorized");
        OtpGateway anonymous = gatewayWithWrongSecret();
        assertThat(failed(send(anonymous, number(), approvedTemplate()))).satisfies(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED);
            assertThat(failed.failure().providerCode()).isEqualTo(2001);
            assertThat(failed.outcomeKnown()).isTrue();
        });
        assertThat(anonymous.verify("1000000000000000001", "123456"))
                .isInstanceOfSatisfying(
                        VerifyResult.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED));
        assertThat(anonymous.template(approvedTemplate()))
                .isInstanceOfSatisfying(
                        TemplateResult.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED));
    }

    private String sent(String number) {
        SendResult result = send(number, approvedTemplate());
        assertThat(result).isInstanceOf(SendResult.Sent.class);
        return ((SendResult.Sent) result).messageId();
    }

    private SendResult send(String number, String template) {
        return send(gateway(), number, template);
    }

    private static SendResult send(OtpGateway gateway, String number, String template) {
        try {
            return gateway.send(new OtpMessage(number, template, "en"))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("a send threw", e);
        }
    }

    private static SendResult.Failed failed(SendResult result) {
        assertThat(result).isInstanceOf(SendResult.Failed.class);
        return (SendResult.Failed) result;
    }

    /** As long as the right code and different from it. */
    private static String wrong(String right) {
        char last = right.charAt(right.length() - 1);
        return right.substring(0, right.length() - 1) + (last == '0' ? '1' : '0');
    }
}
