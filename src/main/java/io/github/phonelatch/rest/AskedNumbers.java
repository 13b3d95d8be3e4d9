package io.github.phonelatch.rest;

import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Which number a challenge is for: a page remembers it in its tab, an application does not send it again. Found only with the
 * challenge, the user, the application and the session it was asked for by.
 */
final class AskedNumbers {
    private static final String VERSION = "1";
    /** Outlives the code, so that an application can be told that it has ended. */
    private static final Duration AFTERLIFE = Duration.ofMinutes(10);

    private final Store store;
    private final Keys keys;

    AskedNumbers(Store store, Keys keys) {
        this.store = store;
        this.keys = keys;
    }

    /** @param mayReplace whether it was asked for in a sign-in in which it may take the place of a verified number */
    record Asked(PhoneNumber number, boolean mayReplace) {}

    /** @throws io.github.phonelatch.support.StoreException where it was not stored */
    void remember(Caller caller, String challengeId, Asked asked, Duration codeLife) {
        store.run(entries -> {
            entries.put(
                    name(keys.active(), caller, challengeId),
                    codeLife.plus(AFTERLIFE),
                    Map.of(
                            "v",
                            VERSION,
                            "number",
                            asked.number().e164(),
                            "mayReplace",
                            Boolean.toString(asked.mayReplace())));
            return null;
        });
    }

    /** @throws io.github.phonelatch.support.StoreException where the store failed */
    Optional<Asked> find(Caller caller, String challengeId) {
        return store.run(entries -> keys.enabled().stream()
                .flatMap(names -> entries.get(name(names, caller, challengeId)).stream())
                .filter(notes -> VERSION.equals(notes.get("v")))
                .flatMap(notes -> PhoneNumber.ofE164(notes.getOrDefault("number", ""))
                        .map(number -> new Asked(number, Boolean.parseBoolean(notes.get("mayReplace"))))
                        .stream())
                .findFirst());
    }

    private static String name(Keys.Namer names, Caller caller, String challengeId) {
        return names.name(
                "asked-number",
                challengeId,
                caller.userId(),
                caller.clientId(),
                caller.signIn().sessionId());
    }
}
