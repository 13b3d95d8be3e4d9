package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.StorableNumbers;
import io.github.phonelatch.support.KeycloakStore;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * No message goes to a number that could not be stored afterwards, because the account's directory names other numbers and lets
 * nobody write them. Otherwise every attempt would cost a message, and the person would learn the reason only after the right code.
 *
 * <p>The answer tells whether a number is the directory's, to somebody who may have no more than the password, and a wrong one costs
 * no message. So such requests have the limit of messages per hour. Where it is used up the directory's own number is refused as
 * well, because the difference would go on to tell it. Whoever holds a number asks for codes to it all the same.
 */
final class DirectoryRule {
    private static final Logger LOG = Logger.getLogger(DirectoryRule.class);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Store store;
    private final Keys keys;
    private final RealmSettings settings;
    private final String realmName;
    private final Supplier<StorableNumbers> numbers;

    /** @param numbers those that can be stored for the account */
    static DirectoryRule of(
            KeycloakSession session, RealmModel realm, RealmSettings settings, Supplier<StorableNumbers> numbers) {
        return new DirectoryRule(
                KeycloakStore.of(session), Keys.of(session, realm), settings, realm.getName(), numbers);
    }

    DirectoryRule(Store store, Keys keys, RealmSettings settings, String realmName, Supplier<StorableNumbers> numbers) {
        this.store = store;
        this.keys = keys;
        this.settings = settings;
        this.realmName = realmName;
        this.numbers = numbers;
    }

    Optional<Refusal> refusal(CodeRequest request) {
        if (request.purpose() != Purpose.VERIFY_PHONE || request.requester() == Requester.OWNER) {
            return Optional.empty();
        }
        StorableNumbers storable = numbers.get();
        if (!storable.fixed()) {
            return Optional.empty();
        }
        boolean refused = !storable.contain(request.number());
        if (usedUp(request.userId(), refused)) {
            return Optional.of(Refusal.of(Problem.TOO_MANY_SENDS, HOUR));
        }
        if (!refused) {
            return Optional.empty();
        }
        LOG.warnf(
                "Realm '%s', user %s: no code is sent to a number that the user's directory does not name, because it does not let"
                        + " one be written. %s",
                realmName, request.userId(), storable.remedy(request.number()));
        return Optional.of(Refusal.of(Problem.NUMBER_NOT_IN_DIRECTORY));
    }

    private boolean usedUp(String userId, boolean refused) {
        var perHour = settings.sending().person().perHour();
        if (perHour.isOff()) {
            return false;
        }
        String key = keys.key("not-in-directory", userId);
        return store.run(entries -> refused
                ? Slots.take(entries, key, perHour.value(), HOUR).isEmpty()
                : !Slots.free(entries, key, perHour.value()));
    }
}
