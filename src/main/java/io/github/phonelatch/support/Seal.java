package io.github.phonelatch.support;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Hides a text from readers of the store and detects changes: AES-GCM with a key of 256 bits and a fresh nonce each
 * time. The owner of the text is authenticated but not stored, so the text opens for that owner only.
 */
public final class Seal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;

    private final SecretKey key;

    Seal(SecretKey key) {
        this.key = key;
    }

    /**
     * Seals a text.
     *
     * @param belongsTo the owner, to be named again in this order to open it
     * @return letters, digits, {@code -} and {@code _}
     */
    public String seal(String text, String... belongsTo) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            // The provider makes a new nonce for each text, as FIPS requires.
            cipher.init(Cipher.ENCRYPT_MODE, key);
            cipher.updateAAD(bound(belongsTo));
            byte[] nonce = cipher.getIV();
            byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            if (nonce.length != NONCE_BYTES) {
                throw new IllegalStateException("a nonce of " + nonce.length + " bytes");
            }
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /** The text, or empty where it was sealed by another key, belongs to something else, or is not what was sealed. */
    public Optional<String> open(String sealed, String... belongsTo) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed);
            if (bytes.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, Arrays.copyOf(bytes, NONCE_BYTES)));
            cipher.updateAAD(bound(belongsTo));
            byte[] text = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // A tag that does not fit, or no text of ours. The caller is not told which.
            return Optional.empty();
        }
    }

    private static byte[] bound(String... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts)
                .mapToInt(part -> Parts.withLength(part).length)
                .sum());
        for (String part : parts) {
            all.put(Parts.withLength(part));
        }
        return all.array();
    }
}
