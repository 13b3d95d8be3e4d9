package io.github.phonelatch.it.support;

import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Keycloak with the released jar and the school realm, and one simulator, for all test classes of a JVM that can
 * live with the settings as they are shipped: started when first asked for, stopped when the JVM ends. Tests bring
 * their own people and phones; mails to these are in their {@link Mailbox}. A class that changes settings makes its own realm with {@link Admin#newSchoolRealm}.
 *
 * <p>Gives parameters of type {@link RealmAdmin} (the realm {@code school}), {@link Admin}, {@link KeycloakServer},
 * {@link Simulator}, {@link Approver} and {@link Phone} (a new one each time).
 */
public final class SharedServer implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Shared.PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Shared.PARAMETERS.get(parameter.getParameter().getType()).get();
    }

    /** A server that reaches this simulator, not started yet: for tests that need one with options of their own. */
    public static KeycloakServer.Builder serverWith(Simulator simulator) {
        return KeycloakServer.builder()
                .option("spi-phonelatch-gateway--engagelab--base-url", simulator.uri())
                .option("spi-phonelatch-gateway--engagelab--dev-key", SimulatorOptions.DEFAULT_KEY)
                .option("spi-phonelatch-gateway--engagelab--dev-secret", SimulatorOptions.DEFAULT_SECRET)
                .importRealm(Admin.schoolFile())
                // What must never be logged would be logged at these levels if anywhere.
                .logLevel("io.github.phonelatch", "TRACE")
                .logLevel("org.keycloak.events", "DEBUG");
    }

    /** Loaded, and thereby started, when a test asks for the first parameter. */
    private static final class Shared {
        static final Map<Class<?>, Supplier<?>> PARAMETERS = Map.of(
                Simulator.class, () -> Running.SIMULATOR,
                KeycloakServer.class, () -> Running.SERVER,
                Admin.class, () -> Running.ADMIN,
                RealmAdmin.class, () -> Running.SCHOOL,
                Approver.class, () -> Running.APPROVER,
                Phone.class, () -> new Phone(Running.SIMULATOR));

        private Shared() {}
    }

    private static final class Running {
        static final Simulator SIMULATOR =
                Sent.recorded(Simulator.start(SimulatorOptions.defaults().withMailPort(0)));
        static final Approver APPROVER = Approver.start();
        static final KeycloakServer SERVER = serverWith(SIMULATOR)
                .option(
                        "spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri",
                        APPROVER.uri())
                .buildOption("metrics-enabled", true)
                .name("shared")
                .start();
        static final Admin ADMIN = new Admin(SERVER, SIMULATOR);
        static final RealmAdmin SCHOOL = ADMIN.realm("school");

        static {
            SCHOOL.openToTests();
            SCHOOL.actRightAfterSigningIn();
            SCHOOL.update(Map.of("passwordPolicy", Admin.cheap(Admin.shippedPasswordPolicy())));
            SCHOOL.savePhoneSettings(Map.of(Admin.TRUSTED_NETWORKS, Admin.TESTS));
            SCHOOL.mailBy(SIMULATOR);
        }

        private Running() {}
    }
}
