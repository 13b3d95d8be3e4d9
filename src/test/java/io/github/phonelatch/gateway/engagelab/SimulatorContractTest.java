package io.github.phonelatch.gateway.engagelab;

import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.http.Trust;
import io.github.phonelatch.tools.simulator.Channel;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import io.github.phonelatch.tools.simulator.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract against the simulator: so what is proven with it elsewhere holds for what the provider documents. */
class SimulatorContractTest extends EngageLabContract {
    private static final Template APPROVED = Template.approved("contract-otp", Channel.WHATSAPP, Channel.SMS);
    private static final Template PENDING =
            Template.approved("contract-pending-otp", Channel.SMS).withStatus(Template.Status.PENDING);

    private final List<EngageLabGateway> gateways = new ArrayList<>();
    private Simulator simulator;
    private int numbers;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorOptions.defaults()
                .withCredentials(TestOptions.KEY, TestOptions.SECRET)
                .withTemplates(APPROVED, PENDING));
    }

    @AfterEach
    void stop() {
        gateways.forEach(gateway -> gateway.calls().close());
        simulator.close();
    }

    @Override
    protected OtpGateway gateway() {
        return gateway(TestOptions.SECRET);
    }

    @Override
    protected Optional<OtpGateway> gatewayWithWrongCredentials() {
        return Optional.of(gateway("wrong"));
    }

    @Override
    String approvedTemplateId() {
        return APPROVED.id();
    }

    @Override
    protected Optional<String> pendingTemplate() {
        return Optional.of(PENDING.id());
    }

    @Override
    protected String number() {
        numbers++;
        return "+4474002000" + (10 + numbers);
    }

    @Override
    String numberRefusedWith(int providerCode) {
        String number = number();
        simulator.control().script(number, Fault.error(400, providerCode, "refused as scripted"));
        return number;
    }

    @Override
    protected String codeReceivedBy(String number) {
        return simulator.control().lastMessage(number).orElseThrow().code();
    }

    @Override
    protected void letCodesExpire() {
        simulator.control().advance(Duration.ofMinutes(6));
    }

    private EngageLabGateway gateway(String secret) {
        EngageLabOptions options = TestOptions.at(HttpUrl.get(simulator.uri().toString()))
                .secret(secret)
                .build();
        EngageLabGateway gateway = TestOptions.gateway(options, Trust.ofJvm());
        gateways.add(gateway);
        return gateway;
    }
}
