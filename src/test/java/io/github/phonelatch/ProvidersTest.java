package io.github.phonelatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.OtpGatewayFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.policy.PasswordPolicyProviderFactory;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.protocol.saml.preprocessor.SamlAuthenticationPreprocessor;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Ids are stored in realms and flows: none of them may ever change, and each must be found by Keycloak. */
class ProvidersTest {

    @ParameterizedTest(name = "{1}")
    @MethodSource("providers")
    void provider_isFoundByItsId_andSaysItsVersion(Class<?> type, String id) throws Exception {
        List<Object> found = new ArrayList<>();
        for (String name : declared(type)) {
            Object factory = Class.forName(name).getDeclaredConstructor().newInstance();
            if (((ProviderFactory<?>) factory).getId().equals(id)) {
                found.add(factory);
            }
        }

        assertThat(found).singleElement().isInstanceOf(type);
        assertThat(((ServerInfoAwareProviderFactory) found.get(0)).getOperationalInfo())
                .containsKeys("phonelatch-version", "phonelatch-commit")
                .doesNotContainValue(null);
    }

    static Stream<Arguments> providers() {
        return Stream.of(
                Arguments.of(CredentialProviderFactory.class, "phonelatch-phone"),
                Arguments.of(TokenPostProcessorFactory.class, "phonelatch-gate"),
                Arguments.of(SamlAuthenticationPreprocessor.class, "phonelatch-saml-gate"),
                Arguments.of(ProtocolMapper.class, "phonelatch-phone-claims"),
                Arguments.of(ProtocolMapper.class, "phonelatch-role-gate"),
                Arguments.of(EventListenerProviderFactory.class, "phonelatch-events"),
                Arguments.of(FormActionFactory.class, "phonelatch-registration-group"),
                Arguments.of(FormActionFactory.class, "phonelatch-registration-phone"),
                Arguments.of(EventListenerProviderFactory.class, "phonelatch-last-login"),
                Arguments.of(RequiredActionFactory.class, "phonelatch-verify-phone"),
                Arguments.of(PasswordHashProviderFactory.class, "bcrypt"),
                Arguments.of(PasswordPolicyProviderFactory.class, "phonelatch-max-bytes"),
                Arguments.of(OtpGatewayFactory.class, "engagelab"));
    }

    /** Our own file only: Keycloak's, of the same name, list providers whose libraries a unit test does not have. */
    private static List<String> declared(Class<?> type) throws IOException {
        return Files.readAllLines(Path.of("src/main/resources/META-INF/services", type.getName()));
    }
}
