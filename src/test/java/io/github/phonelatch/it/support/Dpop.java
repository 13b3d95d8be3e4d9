package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;

/** A key that an application holds, and the proofs of it that go with each of its calls (RFC 9449). */
public final class Dpop {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int COORDINATE = 32;

    private final KeyPair pair;

    public Dpop() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a call that has no token yet. */
    String verification(String method, URI uri) {
        return verification(method, uri, claims -> {});
    }

    /** For a call with this token. */
    public String verification(String method, URI uri, String accessToken) {
        return verification(method, uri, accessToken, claims -> {});
    }

    /** The same with other claims. */
    public String verification(String method, URI uri, String accessToken, Consumer<ObjectNode> changes) {
        return verification(method, uri, claims -> {
            claims.put("ath", hash(accessToken));
            changes.accept(claims);
        });
    }

    private String verification(String method, URI uri, Consumer<ObjectNode> changes) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        ObjectNode header = Json.object().put("typ", "dpop+jwt").put("alg", "ES256");
        header.putObject("jwk")
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()));
        ObjectNode claims = Json.object()
                .put("jti", UUID.randomUUID().toString())
                .put("htm", method)
                .put("htu", uri.toString())
                .put("iat", Instant.now().getEpochSecond());
        changes.accept(claims);
        String signed = part(header) + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(String accessToken) {
        try {
            return BASE64.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Unsigned and of full length. */
    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] full = new byte[COORDINATE];
        int length = Math.min(bytes.length, COORDINATE);
        System.arraycopy(
                Arrays.copyOfRange(bytes, bytes.length - length, bytes.length), 0, full, COORDINATE - length, length);
        return BASE64.encodeToString(full);
    }

    private static String part(ObjectNode json) {
        return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
