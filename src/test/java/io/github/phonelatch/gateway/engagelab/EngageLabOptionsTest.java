package io.github.phonelatch.gateway.engagelab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.http.OptionsReading;
import io.github.phonelatch.gateway.http.ServerOptions;
import io.github.phonelatch.support.MapScope;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.provider.ProviderConfigProperty;

class EngageLabOptionsTest {
    private static final Map<String, String> LEAST = Map.of("dev-key", "k3y", "dev-secret", "s3cret");

    @Test
    void onlyKeyAndSecretGiven_everythingElseHasItsDefault() {
        EngageLabOptions options = usable(LEAST, Map.of()).options();

        assertThat(options.http().baseUrl()).hasToString("https://otp.api.engagelab.cc/");
        assertThat(options.devKey()).isEqualTo("k3y");
        assertThat(options.devSecret()).isEqualTo("s3cret");
        assertThat(options.http().connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.http().callTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(options.http().verifyTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.http().pageWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.http().maxConcurrentCalls()).isEqualTo(32);
        assertThat(options.http().circuitFailures()).isEqualTo(5);
        assertThat(options.http().circuitWindow()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.http().circuitDelay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.http().proxy()).isEmpty();
        assertThat(usable(LEAST, Map.of()).remarks()).isEmpty();
    }

    @Test
    void surroundingSpace_asSecretFilesHaveIt_isDropped() {
        EngageLabOptions options =
                usable(with("dev-secret", " s3cret\n"), Map.of()).options();
        assertThat(options.devSecret()).isEqualTo("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base-url | ftp://otp.example",
                "base-url | otp.api.engagelab.cc",
                "base-url | https://user:pw@otp.example",
                "base-url | https://otp.example/?a=b",
                "base-url | https://otp.example/#a",
                "base-url | http://otp.example",
                "dev-key | ''",
                "dev-key | '  '",
                "dev-key | a:b",
                "dev-secret | ''",
                "dev-secret | '   '",
                "dev-secret | 'a\nb'",
                "connect-timeout-ms | 1s",
                "connect-timeout-ms | 0",
                "call-timeout-ms | 99",
                "call-timeout-ms | 120001",
                "verify-timeout-ms | -1",
                "page-wait-ms | abc",
                "max-concurrent-calls | 0",
                "max-concurrent-calls | 3.5",
                "circuit-failures | 0",
                "circuit-window | 99999999999",
                "circuit-delay | 0",
                "proxy-url | proxy.example:3128",
                "proxy-url | https://proxy.example",
                "proxy-url | http://proxy.example/path",
                "proxy-url | socks5://proxy.example",
            })
    void wrongValue_isNamedByItsOptionAndNotRepeated(String key, String value) {
        assertThat(problems(with(key, value))).singleElement().satisfies(problem -> {
            assertThat(problem).startsWith("spi-phonelatch-gateway--engagelab--" + key + " ");
            if (value.strip().length() > 5) {
                assertThat(problem).doesNotContain(value.strip());
            }
        });
    }

    @Test
    void severalWrongOptions_areAllNamedAtOnce() {
        assertThat(problems(Map.of("page-wait-ms", "x")))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("--dev-key is missing"),
                        problem -> assertThat(problem).contains("--dev-secret is missing"),
                        problem -> assertThat(problem).contains("--page-wait-ms"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "http://127.0.0.1:1",
                "http://127.8.8.8",
                "http://[::1]:9",
                "http://10.1.2.3",
                "http://172.16.0.1",
                "http://192.168.1.1",
                "http://[fd00::1]",
                "http://simulator:8025/engagelab"
            })
    void plainHttpNearby_isAcceptedWithARemark(String url) {
        assertThat(usable(with("base-url", url), Map.of()).remarks())
                .singleElement()
                .asString()
                .contains("--base-url is plain http");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://8.8.8.8",
                "http://172.32.0.1",
                "http://192.169.0.1",
                "http://[2001:db8::1]",
                "http://134744072",
                "http://127.1",
                "http://999.1.1.1",
                "http://localhost.example",
                "http://0x08080808"
            })
    void plainHttpElsewhere_isRefused(String url) {
        assertThat(problems(with("base-url", url))).hasSize(1);
    }

    @Test
    void proxyWithUserAndPassword_isReadAndDecoded() {
        EngageLabOptions options = usable(with("proxy-url", "http://us%40er:p%3Aw@proxy.example:3128"), Map.of())
                .options();
        assertThat(options.http().proxy()).hasValueSatisfying(proxy -> {
            assertThat(proxy.host()).isEqualTo("proxy.example");
            assertThat(proxy.port()).isEqualTo(3128);
            assertThat(proxy.credentials()).hasValue(okhttp3.Credentials.basic("us@er", "p:w"));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "20, , 10, db-pool-max-size",
        "100, 20, 10, http-pool-max-threads",
        "6, 20, 3, db-pool-max-size",
        "1, , 1, db-pool-max-size",
    })
    void manyCallsForASmallServer_areCappedWithOneRemark(String db, String http, int allowed, String named) {
        Map<String, String> root = new HashMap<>();
        root.put("db-pool-max-size", db);
        root.put("http-pool-max-threads", http);

        OptionsReading.Usable<EngageLabOptions> usable = usable(LEAST, root);

        assertThat(usable.options().http().maxConcurrentCalls()).isEqualTo(allowed);
        assertThat(usable.remarks())
                .singleElement()
                .asString()
                .contains("--max-concurrent-calls is " + allowed + " instead of 32", named);
    }

    @Test
    void roomyServer_capsNothing() {
        OptionsReading.Usable<EngageLabOptions> usable =
                usable(LEAST, Map.of("db-pool-max-size", "64", "http-pool-max-threads", "many"));
        assertThat(usable.options().http().maxConcurrentCalls()).isEqualTo(32);
        assertThat(usable.remarks()).isEmpty();
    }

    @Test
    void printed_showsNoSecret() {
        OptionsReading.Usable<EngageLabOptions> usable =
                usable(with("proxy-url", "http://puser:ppass@proxy.example:3128"), Map.of());
        assertThat(List.of(
                        usable.toString(),
                        usable.options().toString(),
                        usable.options().http().proxy() + ""))
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain("k3y", "s3cret", "puser", "ppass")
                        .doesNotContain(usable.options()
                                .http()
                                .proxy()
                                .orElseThrow()
                                .credentials()
                                .orElseThrow()));
    }

    @Test
    void metadata_declaresEachOptionOnceWithItsDefaultAndFlagsSecrets() {
        List<ProviderConfigProperty> metadata = new EngageLabGatewayFactory().getConfigMetadata();

        assertThat(metadata)
                .extracting(ProviderConfigProperty::getName)
                .containsExactly(
                        "base-url",
                        "dev-key",
                        "dev-secret",
                        "connect-timeout-ms",
                        "call-timeout-ms",
                        "verify-timeout-ms",
                        "page-wait-ms",
                        "max-concurrent-calls",
                        "circuit-failures",
                        "circuit-window",
                        "circuit-delay",
                        "proxy-url");
        assertThat(metadata)
                .filteredOn(ProviderConfigProperty::isSecret)
                .extracting(ProviderConfigProperty::getName)
                .containsExactly("dev-key", "dev-secret", "proxy-url");
        assertThat(metadata)
                .filteredOn(property -> property.getType().equals("int"))
                .hasSize(8)
                .allSatisfy(property -> assertThat(property.getDefaultValue()).isInstanceOf(Integer.class));
        // Keycloak reads such names itself.
        assertThat(metadata)
                .noneMatch(property -> property.getName().endsWith("-enabled")
                        || property.getName().endsWith("-provider"));
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> options = new HashMap<>(LEAST);
        options.put(key, value);
        return options;
    }

    private static OptionsReading<EngageLabOptions> read(Map<String, String> options, Map<String, String> root) {
        return ServerOptions.read(
                EngageLabOptions.PROVIDER,
                new MapScope(options, root),
                EngageLabOptions.DECLARED,
                EngageLabOptions::of);
    }

    private static OptionsReading.Usable<EngageLabOptions> usable(
            Map<String, String> options, Map<String, String> root) {
        OptionsReading<EngageLabOptions> reading = read(options, root);
        assertThat(reading).isInstanceOf(OptionsReading.Usable.class);
        return (OptionsReading.Usable<EngageLabOptions>) reading;
    }

    private static List<String> problems(Map<String, String> options) {
        OptionsReading<EngageLabOptions> reading = read(options, Map.of());
        assertThat(reading).isInstanceOf(OptionsReading.Unusable.class);
        return ((OptionsReading.Unusable<EngageLabOptions>) reading).problems();
    }
}
