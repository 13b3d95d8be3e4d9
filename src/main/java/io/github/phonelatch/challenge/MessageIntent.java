package io.github.phonelatch.challenge;

import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.StoreException;
import org.jboss.logging.Logger;

/** Gets and ends the intent to send a message in transactions of their own. */
final class MessageIntent {
    private static final Logger LOG = Logger.getLogger(MessageIntent.class);

    private final Store store;
    private final Keys keys;
    private final MessageStore messages;

    MessageIntent(Store store, Keys keys, MessageStore messages) {
        this.store = store;
        this.keys = keys;
        this.messages = messages;
    }

    /** True for exactly one of all requests that ask for this message at once. */
    boolean get(CodeRequest request, ChosenTemplate template) {
        return store.run(entries -> messages.intend(entries, name(request, template)));
    }

    /** Lets the next request go on. Where the store fails that waits until the intent ends by itself. */
    void end(CodeRequest request, ChosenTemplate template) {
        try {
            store.run(entries -> {
                messages.endIntent(entries, name(request, template));
                return template;
            });
        } catch (StoreException e) {
            LOG.warnf(e, "The next request for the same code waits a few seconds");
        }
    }

    private String name(CodeRequest request, ChosenTemplate template) {
        return MessageStore.name(keys.active(), request, template.id());
    }
}
