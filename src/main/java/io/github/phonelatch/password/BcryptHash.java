package io.github.phonelatch.password;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/**
 * A password hashed with bcrypt, in its usual text of 60 characters. Only what can be checked in reasonable time is one: each
 * step of the cost doubles it, and a cost of 31 would keep a thread busy for days.
 */
final class BcryptHash {
    static final int LEAST_COST = 4;
    static final int GREATEST_COST = 16;

    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The three names of one algorithm. {@code $2x$} is another one: a faulty library's. */
    private static final Pattern TEXT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");

    private final String text;
    private final int cost;

    private BcryptHash(String text, int cost) {
        this.text = text;
        this.cost = cost;
    }

    static BcryptHash of(BcryptPassword password, int cost) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new BcryptHash(OpenBSDBCrypt.generate("2b", password.key(), salt, cost), cost);
    }

    static Optional<BcryptHash> parse(@Nullable String stored) {
        if (stored == null) {
            return Optional.empty();
        }
        Matcher parts = TEXT.matcher(stored);
        return parts.matches()
                ? Optional.of(new BcryptHash(stored, Integer.parseInt(parts.group(1))))
                : Optional.empty();
    }

    static boolean allows(int cost) {
        return cost >= LEAST_COST && cost <= GREATEST_COST;
    }

    int cost() {
        return cost;
    }

    /** As it is stored. */
    String text() {
        return text;
    }

    /** Compared in constant time. */
    boolean isOf(BcryptPassword password) {
        return OpenBSDBCrypt.checkPassword(text, password.key());
    }

    /**
     * Works as long as it takes from this hash's cost up to another one, which is nothing where that is not greater. Each step
     * of the cost doubles the work, so one hash of each cost in between is the difference.
     */
    void makeUpFor(int greaterCost, BcryptPassword password) {
        for (int step = cost; step < greaterCost; step++) {
            of(password, step);
        }
    }

    /** Without the hash, which would allow an offline attack on the password. */
    @Override
    public String toString() {
        return "bcrypt hash of cost " + cost;
    }
}
