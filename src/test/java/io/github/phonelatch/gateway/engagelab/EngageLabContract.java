package io.github.phonelatch.gateway.engagelab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.contract.OtpGatewayContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What EngageLab says beyond what any provider does: its codes, and that it sends no second message while a code lives. */
abstract class EngageLabContract extends OtpGatewayContract {

    /** A number in E.164 form that the provider refuses with this code. */
    abstract String numberRefusedWith(int providerCode);

    abstract String approvedTemplateId();

    @Override
    protected final TemplateResult.Template approvedTemplate() {
        return new TemplateResult.Template(
                approvedTemplateId(), true, Duration.ofMinutes(5), 6, true, List.of("whatsapp", "sms"));
    }

    @Override
    protected final String unknownTemplate() {
        return "no-such-otp";
    }

    @Test
    void secondSendWhileTheFirstCodeLives_isAlreadySent() {
        replies("messages-sent", "messages-window");
        String number = number();
        sent(number);
        assertThat(failed(send(number, approvedTemplateId()))).satisfies(failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.ALREADY_SENT);
            assertThat(failed.failure().providerCode()).isEqualTo(3004);
            assertThat(failed.outcomeKnown()).isTrue();
        });
    }

    @Test
    void wrongSecret_isToldWithItsCode() {
        replies("any-unauthorized");
        assertThat(failed(send(gatewayWithWrongCredentials().orElseThrow(), number(), approvedTemplateId()))
                        .failure()
                        .providerCode())
                .isEqualTo(2001);
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
        assertThat(failed(send(numberRefusedWith(providerCode), approvedTemplateId())))
                .satisfies(failed -> {
                    assertThat(failed.failure().kind()).isEqualTo(kind);
                    assertThat(failed.failure().providerCode()).isEqualTo(providerCode);
                    assertThat(failed.outcomeKnown()).isTrue();
                });
    }
}
