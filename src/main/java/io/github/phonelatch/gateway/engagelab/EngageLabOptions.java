package io.github.phonelatch.gateway.engagelab;

import io.github.phonelatch.gateway.http.BaseUrl;
import io.github.phonelatch.gateway.http.HttpAccess;
import io.github.phonelatch.gateway.http.HttpOption;
import io.github.phonelatch.gateway.http.HttpOptions;
import io.github.phonelatch.gateway.http.JsonHttp;
import io.github.phonelatch.gateway.http.ProviderName;
import io.github.phonelatch.gateway.http.ServerOption;
import io.github.phonelatch.gateway.http.ServerOptions;
import java.util.List;

/**
 * EngageLab's server options: its address, its credentials, and what all HTTP providers have. They live outside any realm and
 * print themselves without secrets, because a realm is exported and shown.
 */
record EngageLabOptions(HttpOptions http, String devKey, String devSecret) implements HttpAccess {
    static final ProviderName PROVIDER = new ProviderName("engagelab", "EngageLab");

    private static final String CONSOLE = "the EngageLab console";

    private static final ServerOption<BaseUrl> BASE_URL =
            HttpOption.baseUrl("https://otp.api.engagelab.cc", "EngageLab OTP service", "dev-key and dev-secret");
    private static final ServerOption<String> DEV_KEY = ServerOption.required(
            "dev-key",
            true,
            CONSOLE,
            "Key of the application in the EngageLab OTP console, with the permissions Send and Verify.",
            EngageLabOptions::key);
    private static final ServerOption<String> DEV_SECRET = ServerOption.required(
            "dev-secret",
            true,
            CONSOLE,
            "Secret of that key. Keep it in Keycloak's config keystore.",
            EngageLabOptions::secret);

    static final List<ServerOption<?>> DECLARED = HttpOption.with(BASE_URL, DEV_KEY, DEV_SECRET);

    static EngageLabOptions of(ServerOptions given) {
        return new EngageLabOptions(HttpOptions.of(given, BASE_URL), given.get(DEV_KEY), given.get(DEV_SECRET));
    }

    @Override
    public String authorization() {
        return JsonHttp.basic(devKey, devSecret);
    }

    @Override
    public List<String> secrets() {
        return List.of(authorization().substring("Basic ".length()), devSecret, devKey);
    }

    private static String key(String given) {
        if (given.indexOf(':') >= 0) {
            throw new IllegalArgumentException("holds a colon, which no EngageLab key does");
        }
        return secret(given);
    }

    private static String secret(String given) {
        if (given.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("holds a control character, such as a line break");
        }
        return given;
    }

    @Override
    public String toString() {
        return "EngageLabOptions[" + http + "]";
    }
}
