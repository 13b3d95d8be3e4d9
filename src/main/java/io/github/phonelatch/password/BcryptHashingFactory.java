package io.github.phonelatch.password;

import io.github.phonelatch.support.VersionedFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.Profile;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.EnvironmentDependentProviderFactory;

/**
 * The password hashing {@code bcrypt}, for a realm whose policy says {@code hashAlgorithm(bcrypt)}, and for accounts whose
 * password still is of that kind. Not the default of a server. The policy's {@code hashIterations} is the cost.
 */
public final class BcryptHashingFactory
        implements PasswordHashProviderFactory, EnvironmentDependentProviderFactory, VersionedFactory {
    static final String ID = "bcrypt";
    static final int DEFAULT_COST = 10;

    private static final Logger LOG = Logger.getLogger(BcryptHashingFactory.class);

    /** Keycloak's value where a policy has no {@code hashIterations}. */
    private static final int NOT_SET = -1;

    private final AtomicBoolean warned = new AtomicBoolean();

    @Override
    public String getId() {
        return ID;
    }

    /** FIPS has no bcrypt, and neither have the libraries that Keycloak runs on there. */
    @Override
    public boolean isSupported(Config.Scope config) {
        return !Profile.isFeatureEnabled(Profile.Feature.FIPS);
    }

    @Override
    public PasswordHashProvider create(KeycloakSession session) {
        return new BcryptHashing(
                this::cost, () -> policyIterations(session.getContext().getRealm()));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    /** The iterations that Keycloak spends on an unknown account, where the policy is this algorithm. */
    private static int policyIterations(@Nullable RealmModel realm) {
        PasswordPolicy policy = realm == null ? null : realm.getPasswordPolicy();
        return policy != null && ID.equals(policy.getHashAlgorithm()) ? policy.getHashIterations() : NOT_SET;
    }

    /** A policy that came from another algorithm often keeps its iterations, and a cost of 210000 would never end. */
    private int cost(int iterations) {
        if (BcryptHash.allows(iterations)) {
            return iterations;
        }
        if (iterations != NOT_SET && warned.compareAndSet(false, true)) {
            LOG.warnf(
                    "A realm's password policy has hashIterations(%d) beside hashAlgorithm(bcrypt), where it is the cost and goes"
                            + " from %d to %d: the cost is %d there. Said once, whatever the realm",
                    iterations, BcryptHash.LEAST_COST, BcryptHash.GREATEST_COST, DEFAULT_COST);
        }
        return DEFAULT_COST;
    }
}
