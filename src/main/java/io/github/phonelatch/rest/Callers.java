package io.github.phonelatch.rest;

import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.challenge.AccountLock;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.NumberRules;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.event.LateSendEvents;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.StorableNumbers;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.KeycloakStore;
import io.github.phonelatch.support.Keys;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Finds out who calls: first the token is checked, then the application, then the person. */
final class Callers {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final Origins origins;
    private final AccessToken accessToken;

    /** @param origins learns which origins the caller's application has */
    Callers(KeycloakSession session, Origins origins) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.origins = origins;
        this.accessToken = new AccessToken(session);
    }

    /**
     * A call that may go on.
     *
     * @param numbers the numbers that the caller's session asked codes for
     * @param signInChallenge how {@code WWW-Authenticate} begins for somebody who has to sign in again first
     */
    record Authenticated(Caller caller, AskedNumbers numbers, String signInChallenge) {}

    /** @throws Refused where the caller may not call */
    Authenticated authenticate() {
        RealmSettings settings = Settings.of(realm);
        AuthResult token = accessToken.check();
        ClientModel client = token.client();
        origins.of(client);
        if (!settings.apiClients().contains(client.getClientId())) {
            throw notAllowed("The application that got this token is not among the realm's api-clients.");
        }
        if (!Enforcement.active(realm)) {
            throw Refused.of(ProblemType.NOT_CONFIGURED, "The required action that verifies numbers is not enabled.");
        }
        UserModel user = token.user();
        if (user.getServiceAccountClientLink() != null || token.token().getSessionId() == null) {
            throw notAllowed("The token is of no person's sign-in: it belongs to a service account, or has no sid.");
        }
        if (AccountLock.locked(session, realm, user)) {
            throw Refused.of(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        return new Authenticated(
                caller(client, user, token.session(), settings),
                new AskedNumbers(KeycloakStore.of(session), Keys.of(session, realm)),
                accessToken.challenge("insufficient_user_authentication"));
    }

    private Refused notAllowed(String detail) {
        return Refused.of(
                ProblemType.CLIENT_NOT_ALLOWED,
                detail,
                HttpHeaders.WWW_AUTHENTICATE,
                accessToken.challenge("insufficient_scope"));
    }

    private Caller caller(ClientModel client, UserModel user, UserSessionModel signIn, RealmSettings settings) {
        Instant now = KeycloakClock.INSTANCE.instant();
        Optional<Verification> held = VerifiedPhone.held(user, settings);
        return new Caller(
                user.getId(),
                client.getClientId(),
                SignIn.of(session, realm, client, user, signIn, held, settings, now),
                held,
                VerifiedPhone.find(user, settings, now),
                VerifiedPhone.known(
                                user,
                                settings,
                                number -> new NumberRules(settings)
                                        .refusal(number)
                                        .isEmpty())
                        // The application is told why no code can be sent to it.
                        .or(() -> VerifiedPhone.known(user, settings)),
                locale(user),
                settings,
                Challenges.forCaller(
                        session,
                        realm,
                        settings,
                        StorableNumbers.of(realm, user, settings),
                        LateSendEvents.of(session)));
    }

    private String locale(UserModel user) {
        try {
            return session.getContext().resolveLocale(user).toLanguageTag();
        } catch (WebApplicationException e) {
            // Thrown for an Accept-Language that cannot be read, which counts when nothing else says anything.
            @Nullable String ofRealm = realm.getDefaultLocale();
            return ofRealm == null ? Locale.ENGLISH.toLanguageTag() : ofRealm;
        }
    }
}
