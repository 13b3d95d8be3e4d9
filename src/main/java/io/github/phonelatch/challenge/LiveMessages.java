package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/** Finds the live message of a code request and makes a challenge on it. Sends nothing and takes no permit. */
final class LiveMessages {
    private final Store store;
    private final Keys keys;
    private final RealmSettings settings;
    private final InstantSource clock;
    private final ChallengeView view;
    private final MessageStore messages;
    private final ChallengeStore challenges;

    LiveMessages(
            Store store,
            Keys keys,
            RealmSettings settings,
            InstantSource clock,
            ChallengeView view,
            MessageStore messages,
            ChallengeStore challenges) {
        this.store = store;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
        this.view = view;
        this.messages = messages;
        this.challenges = challenges;
    }

    /** How far a challenge is. Empty where the code request has no challenge of this id. */
    Optional<RequestResult> current(String challengeId, CodeRequest request) {
        return store.run(
                entries -> challenges.find(entries, challengeId, request).map(found -> current(entries, found)));
    }

    private RequestResult current(Entries entries, ChallengeStore.Found found) {
        if (found.message().isEmpty()) {
            return view.ended(found.id(), found.challenge().channel());
        }
        MessageRecord message = found.message().get();
        Instant now = clock.instant();
        Optional<Refusal> notSent = view.notSent(message, now);
        return notSent.isPresent()
                ? new RequestResult.Refused(notSent.get())
                : shown(entries, found.id(), found.challenge().message(), message, now);
    }

    /**
     * A challenge on a live message of any template. A message whose code can be typed comes before one whose code
     * cannot, then one of the wanted channel before others, then the earlier template before the later one.
     *
     * @param wanted empty: the first template's
     */
    Optional<RequestResult> join(CodeRequest request, Optional<Channel> wanted, ChallengeIds ids) {
        record Live(String template, MessageStore.Found found) {}
        return store.run(entries -> {
            Instant now = clock.instant();
            return settings.templates().all().stream()
                    .flatMap(
                            template -> messages
                                    .live(entries, keys, request, template, now)
                                    .map(found -> new Live(template, found))
                                    .stream())
                    .filter(live -> view.notSent(live.found().message(), now).isEmpty())
                    .min(Comparator.comparing((Live live) ->
                                    view.unusable(live.found().message(), now).isPresent())
                            .thenComparing(live -> wanted.isPresent()
                                    && wanted.get() != live.found().message().channel()))
                    .map(live -> join(entries, ids, request, live.template(), live.found(), now));
        });
    }

    /** What a live message of this template means for the wish to send another one. Empty where none is alive. */
    Optional<Reservation> find(
            Entries entries, ChallengeIds ids, CodeRequest request, ChosenTemplate template, Instant now) {
        return messages.live(entries, keys, request, template.id(), now)
                .map(live -> live.message().state() == MessageRecord.State.ALREADY_OUT
                        ? new Reservation.AlreadyOut(Refusal.of(
                                Problem.CODE_ALREADY_OUT, live.message().resendIn(now)))
                        : new Reservation.Answered(join(entries, ids, request, template.id(), live, now)));
    }

    private RequestResult join(
            Entries entries,
            ChallengeIds ids,
            CodeRequest request,
            String template,
            MessageStore.Found live,
            Instant now) {
        String challengeId = ids.of(live.names(), request, live.message());
        challenges.write(entries, live.names(), challengeId, request, template, live.name(), live.message(), now);
        return shown(entries, challengeId, live.name(), live.message(), now);
    }

    private RequestResult shown(Entries entries, String challengeId, String name, MessageRecord message, Instant now) {
        boolean exhausted = messages.attemptsUsedUp(
                entries, name, message, settings.codeEntry().maxAttempts());
        return view.issued(challengeId, message, exhausted, false, now);
    }
}
