package io.github.phonelatch.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.RealmKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that a realm signs access tokens with and that the test knows, so that it can make tokens no realm would. */
final class RealmKey {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair pair;

    private RealmKey(KeyPair pair) {
        this.pair = pair;
    }

    /** Gives the realm a key that it signs with from now on. */
    static RealmKey of(RealmAdmin realm) {
        RealmKey key = any();
        realm.post(
                "components",
                Map.of(
                        "name", "known",
                        "providerId", "rsa",
                        "providerType", "org.keycloak.keys.KeyProvider",
                        "config",
                                Map.of(
                                        "priority",
                                        List.of("1000"),
                                        "algorithm",
                                        List.of("RS256"),
                                        "privateKey",
                                        List.of(RealmKeys.pem(key.pair)))));
        return key;
    }

    /** A key of nobody's. */
    static RealmKey any() {
        return new RealmKey(RealmKeys.newPair());
    }

    /** As a realm publishes it (RFC 7517), under this name. */
    ObjectNode published(String kid) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return Json.object()
                .put("kid", kid)
                .put("kty", "RSA")
                .put("alg", "RS256")
                .put("use", "sig")
                .put("n", BASE64.encodeToString(key.getModulus().toByteArray()))
                .put("e", BASE64.encodeToString(key.getPublicExponent().toByteArray()));
    }

    /** A token like the given one but for what is changed in its claims, signed with this key under its {@code kid}. */
    String sign(String token, Consumer<ObjectNode> changes) {
        String content = header(token, header -> {}) + "." + claims(token, changes);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with the public key, which everybody has, as if it were a shared secret. */
    String signWithPublicKeyAsSecret(String token) {
        String content = header(token, header -> header.put("alg", "HS256")) + "." + claims(token, claims -> {});
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] secret =
                    RealmKeys.pem("PUBLIC KEY", pair.getPublic().getEncoded()).getBytes(StandardCharsets.US_ASCII);
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return content + "." + BASE64.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With no signature, and saying so. */
    static String unsigned(String token) {
        return header(token, header -> header.put("alg", "none")) + "." + claims(token, claims -> {}) + ".";
    }

    /** With the signature of the token as it was. */
    static String tampered(String token, Consumer<ObjectNode> changes) {
        String[] parts = token.split("\\.", -1);
        return parts[0] + "." + claims(token, changes) + "." + parts[2];
    }

    private static String header(String token, Consumer<ObjectNode> changes) {
        return changed(token.split("\\.", -1)[0], changes);
    }

    private static String claims(String token, Consumer<ObjectNode> changes) {
        return changed(token.split("\\.", -1)[1], changes);
    }

    private static String changed(String part, Consumer<ObjectNode> changes) {
        JsonNode json = Json.parse(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
        changes.accept((ObjectNode) json);
        return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
