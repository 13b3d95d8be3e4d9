package io.github.phonelatch.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.Config;
import org.keycloak.common.Profile;
import org.keycloak.common.profile.PropertiesProfileConfigResolver;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.policy.HashAlgorithmPasswordPolicyProviderFactory;
import org.keycloak.policy.HashIterationsPasswordPolicyProviderFactory;
import org.keycloak.provider.Provider;

class BcryptHashingFactoryTest {
    private static final String HASH = "$2y$10$XajjQvNhvvRt5GSeFk1xFeyrYsydMoHjjn.of7OAhSf6q5d.iyOaa";

    private final BcryptHashingFactory factory = new BcryptHashingFactory();
    private final PasswordHashProvider hashing =
            factory.create(Fake.of(KeycloakSession.class).make());

    @AfterEach
    void forgetFeatures() {
        Profile.reset();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 17, 31, 210_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void whatIsNoCost_meansTheDefault(int iterations) {
        PasswordCredentialModel made = hashing.encodedCredential("school-2019", iterations);

        assertThat(made.getPasswordSecretData().getValue()).startsWith("$2b$10$");
        assertThat(made.getPasswordCredentialData().getHashIterations()).isEqualTo(10);
        assertThat(hashing.policyCheck(policy(iterations), made)).isTrue();
    }

    @Test
    void whatIsNoCost_isWarnedOfOnce_andWhatIsNotSetNever() {
        Logger logger = Logger.getLogger(BcryptHashingFactory.class.getName());
        List<LogRecord> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            hashing.encodedCredential("school-2019", -1);
            assertThat(lines).isEmpty();
            for (int i = 0; i < 3; i++) {
                hashing.encodedCredential("school-2019", 210_000 + i);
            }
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(lines).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 11})
    void cost_isWhatThePolicySays(int cost) {
        assertThat(hashing.encodedCredential("school-2019", cost)
                        .getPasswordCredentialData()
                        .getHashIterations())
                .isEqualTo(cost);
    }

    @Test
    void hashOfAnotherCost_isToBeMadeAnew() {
        assertThat(hashing.policyCheck(policy(-1), stored("bcrypt", 10, HASH))).isTrue();
        assertThat(hashing.policyCheck(policy(10), stored("bcrypt", 10, HASH))).isTrue();
        assertThat(hashing.policyCheck(policy(12), stored("bcrypt", 10, HASH))).isFalse();
    }

    /** What an import wrote beside the hash is not what was hashed with. */
    @Test
    void cost_isReadFromTheHash() {
        assertThat(hashing.policyCheck(policy(-1), stored("bcrypt", -1, HASH))).isTrue();
        assertThat(hashing.policyCheck(policy(12), stored("bcrypt", 12, HASH))).isFalse();
    }

    @Test
    void hashOfAnotherAlgorithm_isToBeMadeAnew() {
        assertThat(hashing.policyCheck(policy(-1), stored("argon2", 5, "c2VjcmV0")))
                .isFalse();
        assertThat(hashing.policyCheck(policy(-1), stored("argon2", 10, HASH))).isFalse();
    }

    @Test
    void fips_hasNoBcrypt() {
        assertThat(supportedWith("disabled")).isTrue();
        assertThat(supportedWith("enabled")).isFalse();
    }

    private boolean supportedWith(String fips) {
        Properties features = new Properties();
        features.setProperty("keycloak.profile.feature.fips", fips);
        Profile.configure(new PropertiesProfileConfigResolver(features));
        return factory.isSupported(Fake.of(Config.Scope.class).make());
    }

    private static PasswordCredentialModel stored(String algorithm, int iterations, String hash) {
        return PasswordCredentialModel.createFromValues(algorithm, new byte[0], iterations, hash);
    }

    /** As Keycloak reads it from the realm. */
    private PasswordPolicy policy(int iterations) {
        HashAlgorithmPasswordPolicyProviderFactory algorithms = new HashAlgorithmPasswordPolicyProviderFactory();
        Map<Object, Provider> providers = Map.of(
                "bcrypt", hashing,
                "hashAlgorithm", algorithms,
                "hashIterations", new HashIterationsPasswordPolicyProviderFactory());
        KeycloakSession session = Fake.of(KeycloakSession.class)
                .on("getProvider", arguments -> providers.get(arguments[1]))
                .make();
        algorithms.create(session);
        return PasswordPolicy.parse(session, "hashAlgorithm(bcrypt) and hashIterations(" + iterations + ")");
    }
}
