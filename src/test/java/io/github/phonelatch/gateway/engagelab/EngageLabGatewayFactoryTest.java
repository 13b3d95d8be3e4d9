package io.github.phonelatch.gateway.engagelab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.LogCapture;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpGatewayFactory;
import io.github.phonelatch.gateway.OtpGatewaySpi;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.MapScope;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Spi;

class EngageLabGatewayFactoryTest {

    @Test
    void keycloak_findsTheSpiAndTheProvider() {
        assertThat(ServiceLoader.load(Spi.class)).hasAtLeastOneElementOfType(OtpGatewaySpi.class);
        assertThat(ServiceLoader.load(OtpGatewayFactory.class))
                .singleElement()
                .satisfies(factory -> assertThat(factory.getId()).isEqualTo("engagelab"));
    }

    @Test
    void missingOptions_startTheServerAndRefuseEveryCallWithoutAsking() throws Exception {
        EngageLabGatewayFactory factory = new EngageLabGatewayFactory();
        try (LogCapture log = new LogCapture()) {
            start(factory, Map.of("call-timeout-ms", "soon"));

            assertThat(log.lines(Level.WARNING))
                    .singleElement()
                    .asString()
                    .contains("not set up")
                    .contains("spi-phonelatch-gateway--engagelab--dev-key is missing")
                    .contains("spi-phonelatch-gateway--engagelab--dev-secret is missing")
                    .contains("spi-phonelatch-gateway--engagelab--call-timeout-ms is no whole number");
        }
        OtpGateway gateway = factory.create(null);
        assertThat(ScriptedProvider.await(gateway.send(ScriptedProvider.MESSAGE)))
                .isInstanceOfSatisfying(SendResult.Failed.class, failed -> {
                    assertThat(failed.failure().kind()).isEqualTo(Kind.NOT_CONFIGURED);
                    assertThat(failed.outcomeKnown()).isTrue();
                });
        assertThat(gateway.verify("1", "123456")).isInstanceOfSatisfying(VerifyResult.Failed.class, failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.NOT_CONFIGURED);
            assertThat(failed.asked()).isFalse();
        });
        assertThat(gateway.check("login-otp"))
                .isInstanceOfSatisfying(
                        TemplateResult.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.NOT_CONFIGURED));
        assertThat(factory.getOperationalInfo()).containsEntry("configured", "false");
        factory.close();
    }

    @Test
    void goodOptions_giveOneGatewayForAllSessions() throws Exception {
        EngageLabGatewayFactory factory = new EngageLabGatewayFactory();
        try (ScriptedProvider provider = ScriptedProvider.started();
                LogCapture log = new LogCapture()) {
            provider.answers(200, ScriptedProvider.SENT);
            start(
                    factory,
                    Map.of(
                            "base-url", provider.url().toString(),
                            "dev-key", TestOptions.KEY,
                            "dev-secret", TestOptions.SECRET));

            OtpGateway gateway = factory.create(null);
            assertThat(factory.create(null)).isSameAs(gateway);
            assertThat(ScriptedProvider.await(gateway.send(ScriptedProvider.MESSAGE)))
                    .isInstanceOf(SendResult.Sent.class);
            assertThat(log.lines(Level.WARNING)).singleElement().asString().contains("--base-url is plain http");
            assertThat(factory.getOperationalInfo())
                    .containsEntry("configured", "true")
                    .containsKeys("phonelatch-version", "phonelatch-commit")
                    .allSatisfy((key, value) -> assertThat(value).doesNotContain(TestOptions.KEY, TestOptions.SECRET));

            factory.close();
            assertThat(ScriptedProvider.await(gateway.send(ScriptedProvider.MESSAGE)))
                    .isInstanceOf(SendResult.Failed.class);
        }
    }

    private static void start(EngageLabGatewayFactory factory, Map<String, String> options) {
        factory.init(new MapScope(options, Map.of()));
        factory.postInit(keycloakWithoutTruststore());
    }

    private static KeycloakSessionFactory keycloakWithoutTruststore() {
        KeycloakSession session = proxy(KeycloakSession.class, null);
        return proxy(KeycloakSessionFactory.class, session);
    }

    /** Makes the given session, and answers everything else with null. */
    private static <T> T proxy(Class<T> type, Object session) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getName().equals("create") ? session : null));
    }
}
