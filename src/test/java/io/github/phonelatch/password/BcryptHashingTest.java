package io.github.phonelatch.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ModelException;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Hashes that were not made here are those of libxcrypt, the {@code crypt(3)} of Debian. */
class BcryptHashingTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String TAIL = "N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq";
    private static final String SEVENTY_TWO = "0123456789".repeat(7) + "ab";
    private static final String HASH_OF_SEVENTY_TWO = "$2b$04$XajjQvNhvvRt5GSeFk1xFey8.qkhm9aYaQtncE1p3Dy8W3mNimQeW";
    private static final String HASH_OF_A = "$2b$04$XajjQvNhvvRt5GSeFk1xFeE6V5emWVi4ewiFJVxjXKcjzBSbnc3/W";

    private final BcryptHashing hashing = new BcryptHashing(iterations -> iterations, () -> 4);

    @ParameterizedTest
    @ValueSource(strings = {"$2a$04$", "$2b$04$", "$2y$04$"})
    void hashOfAnotherLibrary_isVerified_whateverItCallsTheAlgorithm(String prefix) {
        assertThat(hashing.verify(PASSWORD, stored(prefix + TAIL))).isTrue();
        assertThat(hashing.verify(PASSWORD + "!", stored(prefix + TAIL))).isFalse();
        assertThat(hashing.verify("", stored(prefix + TAIL))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Pässwörd-пароль-密码-🔑 | $2b$05$N9qo8uLOickgx2ZMRZoMyextNzazWQclXo6TZ03zJcJ3g2W..pjT.
            كلمة المرور             | $2y$04$abcdefghijklmnopqrstuuz7h4940y2nh/AZUFWwoVz5351rGInZ2
            ÿabc                    | $2y$04$XajjQvNhvvRt5GSeFk1xFe/5Mji4/A5NIScw2foaKkqoivg/3W2fW
            a                       | $2b$04$XajjQvNhvvRt5GSeFk1xFeE6V5emWVi4ewiFJVxjXKcjzBSbnc3/W
            school-2019             | $2y$10$XajjQvNhvvRt5GSeFk1xFeyrYsydMoHjjn.of7OAhSf6q5d.iyOaa
            """)
    void passwordsOfAllAlphabets_areTakenAsUtf8(String password, String hash) {
        assertThat(hashing.verify(password, stored(hash))).isTrue();
        assertThat(hashing.verify(password.substring(0, password.length() - 1), stored(hash)))
                .isFalse();
    }

    @Test
    void longPassword_isVerifiedByItsFirst72Bytes() {
        assertThat(hashing.verify(SEVENTY_TWO, stored(HASH_OF_SEVENTY_TWO))).isTrue();
        assertThat(hashing.verify(SEVENTY_TWO + "cdefghij", stored(HASH_OF_SEVENTY_TWO)))
                .isTrue();
        assertThat(hashing.verify(SEVENTY_TWO.substring(0, 71), stored(HASH_OF_SEVENTY_TWO)))
                .isFalse();
        assertThat(hashing.verify(SEVENTY_TWO.substring(0, 71) + "x", stored(HASH_OF_SEVENTY_TWO)))
                .isFalse();
    }

    @Test
    void longPassword_isCutAtBytes_evenWithinACharacter() {
        String hash = "$2b$04$XajjQvNhvvRt5GSeFk1xFeWPxsGMmEOcJ1GR0CKbUBiEJApbFhz36";

        assertThat(hashing.verify("é".repeat(35) + "x" + "é".repeat(5), stored(hash)))
                .isTrue();
        assertThat(hashing.verify("é".repeat(35) + "x", stored(hash))).isFalse();
    }

    /** To bcrypt "a" and "a", NUL, "a" are the same password. */
    @Test
    void passwordWithNul_isThatOfNoHash() {
        assertThat(hashing.verify("a", stored(HASH_OF_A))).isTrue();
        assertThat(hashing.verify("a\0a", stored(HASH_OF_A))).isFalse();
        assertThat(hashing.verify("a\0", stored(HASH_OF_A))).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "correct horse battery",
                "$2b$04$",
                "$2b$04$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswh",
                "$2b$04$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhqq",
                "$2b$04$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq\n",
                "$2b$04$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe+BuRouJin6Qswhq",
                "$2b$4$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq",
                "$2b$03$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq",
                "$2b$17$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq",
                "$2b$31$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq",
                "$2b$99$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq",
                "$2$04$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq",
                "$2x$04$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq",
                "$1$04$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq"
            })
    void whatIsNoHash_isRefusedAtOnce(String hash) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(hashing.verify(PASSWORD, stored(hash))).isFalse());
    }

    @Test
    void credentialWithoutASecret_isRefused() {
        PasswordCredentialModel broken = stored(HASH_OF_A);
        broken.setSecretData(null);

        assertThat(hashing.verify("a", PasswordCredentialModel.createFromCredentialModel(broken)))
                .isFalse();
    }

    @Test
    void newHash_isStoredAsAnImportWouldWriteIt_andVerifies() {
        PasswordCredentialModel stored = hashing.encodedCredential(PASSWORD, 5);

        assertThat(stored.getPasswordSecretData().getValue())
                .startsWith("$2b$05$")
                .hasSize(60);
        assertThat(stored.getPasswordSecretData().getSalt()).isEmpty();
        assertThat(stored.getPasswordCredentialData().getAlgorithm()).isEqualTo("bcrypt");
        assertThat(stored.getPasswordCredentialData().getHashIterations()).isEqualTo(5);
        assertThat(hashing.verify(PASSWORD, stored)).isTrue();
        assertThat(hashing.verify(PASSWORD + "!", stored)).isFalse();
    }

    @Test
    void samePasswordTwice_hasTwoHashes() {
        assertThat(hashing.encodedCredential(PASSWORD, 4)
                        .getPasswordSecretData()
                        .getValue())
                .isNotEqualTo(hashing.encodedCredential(PASSWORD, 4)
                        .getPasswordSecretData()
                        .getValue());
    }

    @Test
    void passwordOf72Bytes_canBeSet_butNotOfMore() {
        assertThat(hashing.verify(SEVENTY_TWO, hashing.encodedCredential(SEVENTY_TWO, 4)))
                .isTrue();
        for (String tooLong : new String[] {SEVENTY_TWO + "c", "é".repeat(37), "密".repeat(25), "🔑".repeat(19)}) {
            assertThatThrownBy(() -> hashing.encodedCredential(tooLong, 4))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("phonelatchPasswordOver72Bytes");
        }
    }

    @Test
    void passwordWithNul_cannotBeSet() {
        assertThatThrownBy(() -> hashing.encodedCredential("pass\0word", 4))
                .isInstanceOf(ModelException.class)
                .hasMessage("phonelatchPasswordUnusable");
    }

    @Test
    void hash_isNeverPartOfAText() {
        assertThat(BcryptHash.parse("$2y$04$" + TAIL).orElseThrow().toString())
                .contains("4")
                .doesNotContain(TAIL);
    }

    private static PasswordCredentialModel stored(String hash) {
        return PasswordCredentialModel.createFromValues("bcrypt", new byte[0], 4, hash);
    }
}
