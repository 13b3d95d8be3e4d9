package io.github.phonelatch.benchmark;

import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Verifications;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Behaviour;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A server with two realms that differ in nothing but Phonelatch, and a simulator behind a {@link CountedConnections}. The
 * password is hashed at the same small cost in both, so that the step after it shows.
 */
final class Stage implements AutoCloseable {
    static final String COOKIE = "PHONELATCH_DEVICE";

    private static final String CHEAP_PASSWORDS = "hashAlgorithm(pbkdf2-sha512) and hashIterations(1)";
    /** What would stop a load of few people on one machine, and the value that turns it off. */
    private static final List<String> LIMITS = List.of(
            "cooldown",
            "sends-per-hour",
            "sends-per-day",
            "sends-per-address-per-hour",
            "sends-per-prefix-per-hour",
            "realm-budget-per-day",
            "minimum-conversion-percent");

    private final Simulator simulator;
    private final CountedConnections provider;
    private final KeycloakServer server;
    private final RealmAdmin plain;
    private final RealmAdmin phones;

    private Stage(
            Simulator simulator,
            CountedConnections provider,
            KeycloakServer server,
            RealmAdmin plain,
            RealmAdmin phones) {
        this.simulator = simulator;
        this.provider = provider;
        this.server = server;
        this.plain = plain;
        this.phones = phones;
    }

    /** @param limits whether the limits on messages are as shipped, or off */
    static Stage open(String name, boolean limits, Consumer<KeycloakServer.Builder> options) throws IOException {
        Simulator simulator = Simulator.start(SimulatorOptions.defaults());
        // Nobody waits five minutes between two sign-ins here.
        simulator.control().behaviour(Behaviour.DEFAULT.withWindowEndsOnVerify(true));
        CountedConnections provider = CountedConnections.to(simulator.uri());
        KeycloakServer.Builder builder = KeycloakServer.builder()
                .name(name)
                .option("spi-phonelatch-gateway--engagelab--base-url", provider.uri())
                .option("spi-phonelatch-gateway--engagelab--dev-key", SimulatorOptions.DEFAULT_KEY)
                .option("spi-phonelatch-gateway--engagelab--dev-secret", SimulatorOptions.DEFAULT_SECRET)
                .environment("JAVA_OPTS_APPEND", System.getProperty("benchmark.server.options", ""))
                .environment("JAVA_OPTS_KC_HEAP", "-Xms768m -Xmx768m");
        options.accept(builder);
        KeycloakServer server = builder.start();
        Admin admin = new Admin(server);
        RealmAdmin plain = realm(admin);
        client(plain, Kind.PASSWORD, forms -> {});
        client(plain, Kind.APP, forms -> forms.execution("auth-otp-form", REQUIRED));
        RealmAdmin phones = realm(admin);
        phones.post(
                "authentication/register-required-action",
                Map.of("providerId", RealmAdmin.PHONE_ACTION, "name", "Verify phone number"));
        phones.savePhoneSettings(settings(limits));
        client(phones, Kind.PHONE, forms -> forms.execution("phonelatch-otp", REQUIRED));
        client(
                phones,
                Kind.REMEMBERED,
                forms -> forms.subflow(
                        "not remembered",
                        CONDITIONAL,
                        step -> step.execution("phonelatch-condition-new-device", REQUIRED)
                                .execution("phonelatch-otp", REQUIRED, Map.of("remember-device-days", "30"))));
        return new Stage(simulator, provider, server, plain, phones);
    }

    private static RealmAdmin realm(Admin admin) {
        RealmAdmin realm = admin.newRealm();
        realm.allowAnyAttribute();
        realm.update(Map.of(
                "passwordPolicy",
                CHEAP_PASSWORDS,
                // As long as a code and its page may be needed.
                "accessCodeLifespanUserAction",
                1800));
        return realm;
    }

    private static Map<String, String> settings(boolean limits) {
        Map<String, String> settings = new HashMap<>(Map.of("templates", "login-otp", "allowed-countries", "GB"));
        if (!limits) {
            LIMITS.forEach(limit -> settings.put(limit, "0"));
            settings.put("country-budgets", "");
        }
        return settings;
    }

    private static void client(RealmAdmin realm, Kind kind, Consumer<Flow> afterPassword) {
        client(realm, kind.clientId(), kind.hasPhone());
        realm.browserFlow(kind.clientId(), afterPassword).bindBrowserOf(kind.clientId());
    }

    /** @param claims whether its tokens say what the number is and that it is verified */
    static void client(RealmAdmin realm, String clientId, boolean claims) {
        Map<String, Object> client = new HashMap<>(
                Map.of("clientId", clientId, "publicClient", true, "redirectUris", List.of(App.CALLBACK.toString())));
        if (claims) {
            client.put(
                    "protocolMappers",
                    List.of(Map.of(
                            "name",
                            "phone",
                            "protocol",
                            "openid-connect",
                            "protocolMapper",
                            "phonelatch-phone-claims",
                            "config",
                            Map.of("access.token.claim", "true", "id.token.claim", "true"))));
        }
        realm.createClient(client);
    }

    RealmAdmin realm(Kind kind) {
        return kind.hasPhone() ? phones : plain;
    }

    KeycloakServer server() {
        return server;
    }

    Simulator simulator() {
        return simulator;
    }

    CountedConnections provider() {
        return provider;
    }

    /** Calls the provider got for messages and codes. */
    int providerCalls() {
        return simulator.control().sendCalls() + simulator.control().verifyCalls();
    }

    Account newAccount(Kind kind) {
        RealmAdmin realm = realm(kind);
        Phone phone = new Phone(simulator);
        AuthenticatorApp app = new AuthenticatorApp();
        Person person = realm.newPerson(user -> {
            if (kind.hasPhone()) {
                verify(user, phone.number());
            } else if (kind == Kind.APP) {
                app.put(user);
            }
        });
        return new Account(person, phone, app, kind == Kind.REMEMBERED ? device(realm, person, phone) : "");
    }

    /** Puts a number on somebody who is not created yet, as verified some days ago. */
    static void verify(ObjectNode user, String number) {
        Verifications.put(user, number, Instant.now().minus(Duration.ofDays(3)));
    }

    private static String device(RealmAdmin realm, Person person, Phone phone) {
        HttpBrowser browser = new HttpBrowser();
        Page code = realm.app(Kind.REMEMBERED.clientId()).open(browser).password(person);
        JsonNode token = code.rememberedCode(phone.code()).tokens().body();
        if (!token.has("access_token")) {
            throw new IllegalStateException("not signed in: " + token);
        }
        return browser.cookies(COOKIE).get(0).getValue();
    }

    @Override
    public void close() throws IOException {
        server.close();
        provider.close();
        simulator.close();
    }
}
