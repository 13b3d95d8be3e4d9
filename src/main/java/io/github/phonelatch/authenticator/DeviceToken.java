package io.github.phonelatch.authenticator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.representations.JsonWebToken;

/** The content of the cookie, signed by the realm: one device id for each person who chose to be remembered on this browser. */
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
