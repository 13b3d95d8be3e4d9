package io.github.phonelatch.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/**
 * The number that each challenge is for, because an application does not send it again. What is stored is sealed, and opens only
 * with the challenge, the user, the application and the session that asked.
 */
final class AskedNumbers {
    private static final String VERSION = "2";
    private static final String LABEL = "asked-number";
    private static final String NUMBER = "number";
    private static final String MAY_REPLACE = "mayReplace";
    /** Outlives the code, so that an application can be told that it has ended. */
    private static final Duration AFTERLIFE = Duration.ofMinutes(10);

    private final Store store;
    private final Keys keys;

    AskedNumbers(Store store, Keys keys) {
        this.store = store;
        this.keys = keys;
    }

    /** @param mayReplace whether it was asked for in a sign-in that lets it take the place of a verified number */
    record Asked(PhoneNumber number, boolean mayReplace) {}

    /** @throws io.github.phonelatch.support.StoreException where it was not stored */
    void remember(Caller caller, String challengeId, Asked asked, Duration codeLife) {
        String text = JsonNodeFactory.instance
                .objectNode()
                .put(NUMBER, asked.number().e164())
                .put(MAY_REPLACE, asked.mayReplace())
                .toString();
        String[] belongsTo = belongsTo(caller, challengeId);
        store.run(entries -> {
            entries.put(
                    keys.active().name(LABEL, belongsTo),
                    codeLife.plus(AFTERLIFE),
                    Map.of("v", VERSION, "sealed", keys.active().seal(LABEL).seal(text, belongsTo)));
            return null;
        });
    }

    /**
     * The number asked for. A record that does not open counts as absent.
     *
     * @throws io.github.phonelatch.support.StoreException where the store failed
     */
    Optional<Asked> find(Caller caller, String challengeId) {
        String[] belongsTo = belongsTo(caller, challengeId);
        return store.run(entries -> keys.enabled().stream()
                .flatMap(key -> entries.get(key.name(LABEL, belongsTo)).stream()
                        .filter(notes -> VERSION.equals(notes.get("v")))
                        .flatMap(notes -> key.seal(LABEL).open(notes.getOrDefault("sealed", ""), belongsTo).stream()))
                .flatMap(text -> read(text).stream())
                .findFirst());
    }

    private static Optional<Asked> read(String text) {
        try {
            JsonNode asked = JsonSerialization.readValue(text, JsonNode.class);
            return PhoneNumber.ofE164(asked.path(NUMBER).asText())
                    .map(number -> new Asked(number, asked.path(MAY_REPLACE).asBoolean()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String[] belongsTo(Caller caller, String challengeId) {
        return new String[] {
            challengeId, caller.userId(), caller.clientId(), caller.signIn().sessionId()
        };
    }
}
