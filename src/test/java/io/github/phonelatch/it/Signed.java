package io.github.phonelatch.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.RealmAdmin;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as a realm does whose key the test knows. */
final class Signed {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String kid;
    private final byte[] secret;

    private Signed(String kid, byte[] secret) {
        this.kid = kid;
        this.secret = secret;
    }

    /** Gives the realm a key that it signs with from now on. */
    static Signed keyOf(RealmAdmin realm) {
        String kid = UUID.randomUUID().toString();
        byte[] secret = (kid + kid + kid + kid).substring(0, 128).getBytes(StandardCharsets.US_ASCII);
        realm.post(
                "components",
                Map.of(
                        "name", "known",
                        "providerId", "hmac-generated",
                        "providerType", "org.keycloak.keys.KeyProvider",
                        "config",
                                Map.of(
                                        "priority", List.of("1000"),
                                        "algorithm", List.of("HS512"),
                                        "secretSize", List.of("128"),
                                        "kid", List.of(kid),
                                        "secret", List.of(BASE64.encodeToString(secret)))));
        return new Signed(kid, secret);
    }

    String sign(JsonNode claims) {
        String signed = part(Json.object().put("alg", "HS512").put("typ", "JWT").put("kid", kid)) + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(secret, "HmacSHA512"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** JSON as it stands in a token. */
    static String part(JsonNode json) {
        return BASE64.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What a token says, its signature unchecked. */
    static JsonNode claims(String token) {
        return Json.parse(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }
}
