package io.github.phonelatch.anonymous;

import io.github.phonelatch.challenge.AccountLock;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.CodeRequests;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.RequestSource;
import io.github.phonelatch.challenge.Way;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.event.LateSendEvents;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.signin.SecondFactor;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The code of the person who is meant, if there is one. Where there is none the same is done for nobody, to the same store and,
 * for a check, by the same provider, so that neither what happens nor how long it takes tells which it was.
 */
final class AccountCode {
    /** What is asked: for which account, for what, and where from. */
    record Asked(LoginHint typed, Purpose purpose, CodeRequests requests, PhoneNumber standIn) {
        /** Whom it is about is nobody's business. */
        @Override
        public String toString() {
            return "Asked[" + purpose + "]";
        }
    }

    private final CodeRequest request;
    private final Optional<String> personId;
    private final Challenges challenges;
    private final Watched provider;

    /** Looks for the person, on whichever thread it is called. */
    @FunctionalInterface
    interface Finder {
        AccountCode find();
    }

    /**
     * The code of a claim.
     *
     * @param personId empty where there is nobody to write to
     * @param challenges made of the provider that is watched here
     */
    static AccountCode of(
            CodeRequest request,
            Optional<String> personId,
            OtpGateway provider,
            Function<OtpGateway, Challenges> challenges) {
        Watched watched = new Watched(provider, personId.isPresent());
        return new AccountCode(request, personId, challenges.apply(watched), watched);
    }

    private AccountCode(CodeRequest request, Optional<String> personId, Challenges challenges, Watched provider) {
        this.request = request;
        this.personId = personId;
        this.challenges = challenges;
        this.provider = provider;
    }

    /**
     * Looks for the person in a session of its own: what comes then waits for the provider, and must not hold the database
     * connection that looking took.
     */
    static AccountCode find(KeycloakSessionFactory sessions, String realmId, Asked asked, LateSendEvents listener) {
        return KeycloakModelUtils.runJobInTransactionWithResult(sessions, own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            own.getContext().setRealm(realm);
            return find(own, realm, asked, listener);
        });
    }

    private static AccountCode find(KeycloakSession session, RealmModel realm, Asked asked, LateSendEvents listener) {
        RealmSettings settings = RealmSettings.of(realm);
        Optional<UserModel> person = person(session, realm, asked.typed());
        boolean locked =
                person.filter(user -> AccountLock.locked(session, realm, user)).isPresent();
        CodeRequest request = asked.requests()
                .anonymousAccount(
                        asked.purpose(),
                        person.map(UserModel::getId).orElseGet(asked.typed()::subject),
                        person.flatMap(user -> VerifiedPhone.held(user, settings))
                                .map(Verification::number)
                                .orElseGet(asked::standIn));
        return of(
                request,
                person.map(UserModel::getId),
                session.getProvider(OtpGateway.class),
                provider -> Challenges.forAnonymousAccount(
                        session,
                        realm,
                        settings,
                        provider,
                        locked,
                        listener,
                        RequestSource.hidden(asked.typed().number().isPresent(), person.isPresent())));
    }

    /** Whom a code alone may stand for, of those who can be meant. */
    static Optional<UserModel> person(KeycloakSession session, RealmModel realm, LoginHint typed) {
        RealmSettings settings = RealmSettings.of(realm);
        return typed.account(session, realm, settings)
                .filter(user -> VerifiedPhone.held(user, settings).isPresent())
                .filter(user -> !SecondFactor.isPhoneOf(session, realm, user));
    }

    CodeRequest request() {
        return request;
    }

    /** Empty where there is nobody to write to. */
    Optional<String> personId() {
        return personId;
    }

    RequestResult request(Way way) {
        return challenges.request(request, way);
    }

    /** The live message, rather that of the way that was chosen: whoever cannot be reached on it was written to on the other. */
    Optional<RequestResult> live(Way way) {
        return challenges.joinPreferring(request, way);
    }

    Challenges challenges() {
        return challenges;
    }

    /** Whether the provider was asked about a code. */
    boolean askedProvider() {
        return provider.asked;
    }

    /** To nobody it sends nothing, and it has the provider compare their codes with a message that it never saw. */
    private static final class Watched implements ForwardingGateway {
        private final OtpGateway provider;
        private final boolean somebody;
        private boolean asked;

        private Watched(OtpGateway provider, boolean somebody) {
            this.provider = provider;
            this.somebody = somebody;
        }

        @Override
        public OtpGateway provider() {
            return provider;
        }

        @Override
        public CompletionStage<SendResult> send(OtpMessage message) {
            return somebody
                    ? provider.send(message)
                    : CompletableFuture.completedStage(
                            new SendResult.Sent(UUID.randomUUID().toString(), ""));
        }

        @Override
        public VerifyResult verify(String messageId, String code) {
            asked = true;
            VerifyResult answer = provider.verify(messageId, code);
            return somebody || answer instanceof VerifyResult.Failed ? answer : new VerifyResult.WrongCode();
        }
    }
}
