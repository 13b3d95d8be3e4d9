package io.github.phonelatch.benchmark;

import java.time.Duration;

/** How somebody signs in. Each has an application of its own, whose browser flow it is. */
enum Kind {
    PASSWORD("password only", "password-only"),
    APP("password, then Keycloak's own OTP form", "authenticator-app"),
    PHONE("password, then a code by phone, provider at 0 ms", "phone-code"),
    PHONE_SLOW("password, then a code by phone, provider at 300 ms", "phone-code"),
    REMEMBERED("password, on a remembered device", "remembered-device");

    private final String label;
    private final String clientId;

    Kind(String label, String clientId) {
        this.label = label;
        this.clientId = clientId;
    }

    String label() {
        return label;
    }

    String clientId() {
        return clientId;
    }

    boolean hasPhone() {
        return this != PASSWORD && this != APP;
    }

    /** Whether a code comes by phone. */
    boolean isSent() {
        return this == PHONE || this == PHONE_SLOW;
    }

    Duration providerTakes() {
        return this == PHONE_SLOW ? Duration.ofMillis(300) : Duration.ZERO;
    }
}
