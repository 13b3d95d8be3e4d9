package io.github.phonelatch.notice;

import io.github.phonelatch.phone.PhoneChange;
import io.github.phonelatch.phone.PhoneNumber;
import jakarta.enterprise.context.ContextNotActiveException;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.adapter.InMemoryUserAdapter;

/**
 * Everything that a notice needs, as it was when it happened. Nothing of the person is read again later: whoever took over an account
 * could have put another address there by then. And no database connection is held while a mail server makes us wait.
 */
final class Notice {
    private final String realmId;
    private final PhoneChange.Kind kind;
    private final String number;
    private final String before;
    private final Instant at;
    private final String userId;
    private final @Nullable String username;
    private final String address;
    private final @Nullable String firstName;
    private final @Nullable String lastName;
    private final @Nullable String locale;
    private final @Nullable URI baseUri;

    private Notice(PhoneChange change, String address, Instant at) {
        UserModel user = change.user();
        this.realmId = change.realm().getId();
        this.kind = change.kind();
        this.number = change.number().map(PhoneNumber::masked).orElse("");
        this.before = change.before().map(PhoneNumber::masked).orElse("");
        this.at = at;
        this.userId = user.getId();
        this.username = user.getUsername();
        this.address = address;
        this.firstName = user.getFirstName();
        this.lastName = user.getLastName();
        this.locale = user.getFirstAttribute(UserModel.LOCALE);
        this.baseUri = baseUri(change.session());
    }

    /**
     * Of a change that happened now.
     *
     * @return empty where the person has no address
     */
    static Optional<Notice> of(PhoneChange change, Instant now) {
        String address = Objects.requireNonNullElse(change.user().getEmail(), "");
        return address.isBlank() ? Optional.empty() : Optional.of(new Notice(change, address, now));
    }

    /** Where the person reaches the server: themes make the addresses of their pictures of it. Not every change comes by a request. */
    private static @Nullable URI baseUri(KeycloakSession session) {
        try {
            return session.getContext().getUri().getBaseUri();
        } catch (ContextNotActiveException e) {
            return null;
        }
    }

    String realmId() {
        return realmId;
    }

    String userId() {
        return userId;
    }

    PhoneChange.Kind kind() {
        return kind;
    }

    /** Masked; empty where it is not known. */
    String number() {
        return number;
    }

    /** The one that was replaced, masked; empty where there was none. */
    String before() {
        return before;
    }

    Instant at() {
        return at;
    }

    Optional<URI> baseUri() {
        return Optional.ofNullable(baseUri);
    }

    /** The person as far as a mail needs them: where to, in which language, and what a theme may greet them by. */
    UserModel recipient(KeycloakSession session, RealmModel realm) {
        InMemoryUserAdapter recipient = new InMemoryUserAdapter(session, realm, userId);
        recipient.setUsername(username);
        recipient.setEmail(address);
        recipient.setFirstName(firstName);
        recipient.setLastName(lastName);
        if (locale != null) {
            recipient.setSingleAttribute(UserModel.LOCALE, locale);
        }
        return recipient;
    }

    /** Without the address, and whatever else is the person's. */
    @Override
    public String toString() {
        return "Notice[" + kind + "]";
    }
}
