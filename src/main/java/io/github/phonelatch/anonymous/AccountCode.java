package io.github.phonelatch.anonymous;

import io.github.phonelatch.challenge.AccountLock;
import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.CodeRequests;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.RequestSource;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.event.LateSendEvents;
import io.github.phonelatch.gateway.Channel;
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
 * The hidden half of an anonymous request: the code of the account that is meant. Where no account matches, the same work is
 * done for a made-up one, with the same store and provider, so that neither the answer nor its time reveals which it was.
 */
final class AccountCode {
    /**
     * The question that the visible half passes on.
     *
     * @param standIn the number to work with where there is no account
     */
    record Asked(LoginHint typed, Purpose purpose, CodeRequests requests, PhoneNumber standIn) {
        /** The account that is meant stays out of the text. */
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
     * The code of a code request.
     *
     * @param personId empty where no account matches
     * @param challenges makes them with the gateway given, which watches the provider
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
     * Looks for the person in a session of its own, because what follows waits for the provider and must not hold the database
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
        RealmSettings settings = Settings.of(realm);
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

    /** The account that is meant, where a code alone may stand for it. It may not where the phone is its second factor. */
    static Optional<UserModel> person(KeycloakSession session, RealmModel realm, LoginHint typed) {
        RealmSettings settings = Settings.of(realm);
        return typed.account(session, realm, settings)
                .filter(user -> VerifiedPhone.held(user, settings).isPresent())
                .filter(user -> !SecondFactor.isPhoneOf(session, realm, user));
    }

    CodeRequest request() {
        return request;
    }

    /** Empty where no account matches. */
    Optional<String> personId() {
        return personId;
    }

    RequestResult request(Optional<Channel> wanted) {
        return challenges.request(request, wanted);
    }

    /** The live message, preferably of the wanted channel. A person whom it does not reach was sent one on another. */
    Optional<RequestResult> live(Optional<Channel> wanted) {
        return challenges.joinPreferring(request, wanted);
    }

    Challenges challenges() {
        return challenges;
    }

    /** Whether the provider was asked about a code. */
    boolean askedProvider() {
        return provider.asked;
    }

    /** Where no account matches, it sends nothing, and the provider compares the code with a message that it never saw. */
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
