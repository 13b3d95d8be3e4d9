package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.authenticator.OtpAuthenticatorFactory;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.event.LastLoginListenerFactory;
import io.github.phonelatch.gateway.engagelab.EngageLabGatewayFactory;
import io.github.phonelatch.registration.RegistrationGroupFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;

/** {@code docs/configuration.md} says what the declarations say. {@code -Ddocs.write=true} writes it anew. */
class ConfigurationDocTest {
    private static final Path DOC = Path.of("docs/configuration.md");

    @Test
    void configurationDoc_saysWhatTheDeclarationsSay() throws IOException {
        String expected = document();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOC, expected);
        }
        assertThat(DOC)
                .as("./mvnw test -Dtest=ConfigurationDocTest -Ddocs.write=true writes it")
                .hasContent(expected);
    }

    private static String document() {
        return """
                # Configuration

                Made from the declarations in the code: `./mvnw test -Dtest=ConfigurationDocTest -Ddocs.write=true`.

                ## Server options

                Access to the provider, for the whole server. On the command line `--spi-phonelatch-gateway--engagelab--<option>`, in
                the environment `KC_SPI_PHONELATCH_GATEWAY__ENGAGELAB__<OPTION>` (upper case, `_` for `-`), or in Keycloak's
                configuration file or keystore. `kc.sh show-config` prints them in clear: keep the secret in the keystore.

                | option | default | meaning |
                | --- | --- | --- |
                %s

                The last sign-in, in realms that list the event listener: `--spi-events-listener--phonelatch-last-login--<option>`.

                | option | default | meaning |
                | --- | --- | --- |
                %s

                ## Settings of a realm

                Console → Authentication → Required actions → *Verify phone number* → ⚙, checked when saved there. They are stored as the
                `config` of the required action `phonelatch-verify-phone`. An import, and a `PUT` of the required action itself (which
                erases all settings when it carries none), are not checked by Keycloak: what cannot be read then counts as the default, with one
                line in the log. Lists are stored with `##` between their values.

                | key | in the console | default | meaning |
                | --- | --- | --- | --- |
                %s

                ## Settings of an execution

                Console → Authentication → the flow → ⚙ beside the step *Phone code* (`phonelatch-otp`). Keycloak checks no setting of an
                execution when it is saved: what cannot be read is the default, with one line in the log. Keycloak adds two settings of its
                own to every execution, which say what the claim `amr` names and for how long.

                | key | in the console | default | meaning |
                | --- | --- | --- | --- |
                %s

                The step *Group by client* (`phonelatch-registration-group`) of a registration flow:

                | key | in the console | default | meaning |
                | --- | --- | --- | --- |
                %s

                The conditions `phonelatch-condition-verified` and `phonelatch-condition-new-device` have no settings.
                [sign-in.md](sign-in.md) says how they go together.
                """.formatted(
                        rows(new EngageLabGatewayFactory().getConfigMetadata(), false),
                        rows(new LastLoginListenerFactory().getConfigMetadata(), false),
                        rows(Settings.consoleProperties(), true),
                        rows(new OtpAuthenticatorFactory().getConfigProperties(), true),
                        rows(new RegistrationGroupFactory().getConfigProperties(), true));
    }

    private static String rows(List<ProviderConfigProperty> properties, boolean labelled) {
        return properties.stream()
                .map(property -> "| `" + property.getName() + "` | " + (labelled ? property.getLabel() + " | " : "")
                        + fallback(property) + " | " + property.getHelpText().replace("|", "\\|") + " |")
                .collect(Collectors.joining("\n"));
    }

    private static String fallback(ProviderConfigProperty property) {
        Object value = property.getDefaultValue();
        return value == null || value.toString().isEmpty() ? "" : "`" + value + "`";
    }
}
