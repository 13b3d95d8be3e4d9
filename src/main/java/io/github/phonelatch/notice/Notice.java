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
 * Everything that a notice needs, as it was at the time of the change. Nothing is read again later, because somebody
 * who took over the account could have changed the address by then. Nor does a slow mail server keep a database
 * connection busy.
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

    /** Masked, or empty where it is not known. */
    String number() {
        return number;
    }

    /** The number that was replaced, masked, or empty where there was none. */
    String before() {
        return before;
    }

    Instant at() {
        return at;
    }

    Optional<URI> baseUri() {
        return Optional.ofNullable(baseUri);
    }

    /** The person's data that a mail needs: address, language, and names for a theme's greeting. */
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

    /** Without any data of the person. */
    @Override
    public String toString() {
        return "Notice[" + kind + "]";
    }
}
