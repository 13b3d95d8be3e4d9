package io.github.phonelatch.password;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.ModelException;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.dto.PasswordSecretData;

/**
 * Checks and makes passwords hashed with bcrypt. The whole text of the hash, salt and cost included, is the stored value, so
 * that a hash from elsewhere is stored as it is.
 */
final class BcryptHashing implements PasswordHashProvider {
    private static final byte[] NO_SALT = {};

    private final IntUnaryOperator costs;
    private final IntSupplier policyIterations;

    /**
     * @param costs the cost to use where the realm's policy says so many iterations
     * @param policyIterations the iterations of the policy of the realm it works for
     */
    BcryptHashing(IntUnaryOperator costs, IntSupplier policyIterations) {
        this.costs = costs;
        this.policyIterations = policyIterations;
    }

    @Override
    public boolean policyCheck(PasswordPolicy policy, PasswordCredentialModel credential) {
        int cost = costs.applyAsInt(policy.getHashIterations());
        return BcryptHashingFactory.ID.equals(
                        credential.getPasswordCredentialData().getAlgorithm())
                && hashOf(credential).filter(hash -> hash.cost() == cost).isPresent();
    }

    /**
     * @throws ModelException with a key of ours for its text, where bcrypt would look at a part of the password only. Keycloak
     *     shows it where a password is set, and goes on without the new hash where it wants to renew one at a sign-in
     */
    @Override
    public PasswordCredentialModel encodedCredential(String rawPassword, int iterations) {
        BcryptPassword password = new BcryptPassword(rawPassword);
        if (password.isCut()) {
            throw new ModelException("phonelatchPasswordOver72Bytes");
        }
        if (password.holdsNul()) {
            throw new ModelException("phonelatchPasswordUnusable");
        }
        int cost = costs.applyAsInt(iterations);
        return PasswordCredentialModel.createFromValues(
                BcryptHashingFactory.ID,
                NO_SALT,
                cost,
                BcryptHash.of(password, cost).text());
    }

    /**
     * Looks at the first 72 bytes only, as the library did that made the hash. A refusal always takes as long as a hash
     * of the policy's cost, because Keycloak spends that on unknown accounts. A shorter time would allow account
     * enumeration.
     */
    @Override
    public boolean verify(String rawPassword, PasswordCredentialModel credential) {
        BcryptPassword password = new BcryptPassword(rawPassword);
        Optional<BcryptHash> stored = hashOf(credential);
        // Compared first: nothing about the password may spare the work.
        boolean valid = stored.filter(hash -> hash.isOf(password)).isPresent() && !password.holdsNul();
        if (!valid) {
            int cost = costs.applyAsInt(policyIterations.getAsInt());
            stored.ifPresentOrElse(hash -> hash.makeUpFor(cost, password), () -> BcryptHash.of(password, cost));
        }
        return valid;
    }

    @Override
    public void close() {}

    private static Optional<BcryptHash> hashOf(PasswordCredentialModel credential) {
        PasswordSecretData secret = credential.getPasswordSecretData();
        return secret == null ? Optional.empty() : BcryptHash.parse(secret.getValue());
    }
}
