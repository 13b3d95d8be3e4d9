package io.github.phonelatch.authenticator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.representations.JsonWebToken;

/** What a browser holds of the devices it is, signed by the realm: one id per person who chose to be remembered on it. */
final class DeviceToken extends JsonWebToken {
    private static final long serialVersionUID = 1L;

    static final String KIND = "phonelatch-device";

    /** User ids with device ids, the oldest first. */
    @JsonProperty("devices")
    @JsonSetter(nulls = Nulls.SKIP)
    private LinkedHashMap<String, String> devices = new LinkedHashMap<>();

    Map<String, String> devices() {
        return devices;
    }
}
