package io.github.phonelatch.authenticator;

import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.challenge.VerifyOutcome;
import io.github.phonelatch.challenge.Way;
import io.github.phonelatch.event.LateEvents;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/**
 * The provider as a stranger sees it: it takes every message at once, and says of every code but the right one that it is wrong.
 * Who is meant is looked for, and written to, by other threads after that answer, so that the answer cannot depend on it.
 */
final class ClaimedGateway implements StandInGateway {
    private static final Logger LOG = Logger.getLogger(ClaimedGateway.class);

    private final OtpGateway provider;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final HiddenCode.Asked asked;
    private final @Nullable String alternativeTemplate;
    private @Nullable Compared compared;

    ClaimedGateway(
            KeycloakSession session, RealmModel realm, HiddenCode.Asked asked, Optional<String> alternativeTemplate) {
        this.provider = session.getProvider(OtpGateway.class);
        this.session = session;
        this.realm = realm;
        this.asked = asked;
        this.alternativeTemplate = alternativeTemplate.orElse(null);
    }

    /** A code that was compared in this request. */
    record Compared(HiddenCode code, VerifyOutcome outcome) {}

    Optional<Compared> compared() {
        return Optional.ofNullable(compared);
    }

    @Override
    public OtpGateway provider() {
        return provider;
    }

    @Override
    public CompletionStage<SendResult> send(OtpMessage message) {
        Way way = message.templateId().equals(alternativeTemplate) ? Way.ALTERNATIVE : Way.DEFAULT;
        KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        LateEvents journal = LateEvents.of(session);
        boolean taken = provider.handOver(() -> send(sessions, realmId, journal, way));
        return CompletableFuture.completedStage(
                taken
                        ? new SendResult.Sent(messageId(way), "")
                        : new SendResult.Failed(
                                new GatewayFailure(
                                        GatewayFailure.Kind.UNAVAILABLE,
                                        null,
                                        "no thread is free, or calls are stopped"),
                                true));
    }

    private void send(KeycloakSessionFactory sessions, String realmId, LateEvents journal, Way way) {
        try {
            HiddenCode code = HiddenCode.find(sessions, realmId, asked, journal);
            RequestResult result = code.request(way);
            if (code.personId().isPresent()) {
                journal.settledLate(code.claim(), result);
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "A code for somebody who is not signed in could not be asked for");
        }
    }

    @Override
    public VerifyResult verify(String messageId, String code) {
        HiddenCode hidden =
                HiddenCode.find(session.getKeycloakSessionFactory(), realm.getId(), asked, LateEvents.of(session));
        Optional<RequestResult> live = hidden.live(way(messageId));
        if (live.orElse(null) instanceof RequestResult.Issued issued
                && issued.challenge().state() == Challenge.State.SENT) {
            VerifyOutcome outcome =
                    hidden.challenges().verify(issued.challenge().id(), hidden.claim(), code);
            compared = new Compared(hidden, outcome);
            if (outcome instanceof VerifyOutcome.Proven && hidden.personId().isPresent()) {
                return new VerifyResult.Verified();
            }
            if (outcome instanceof VerifyOutcome.Refused refused
                    && refused.refusal().problem() == Problem.UNAVAILABLE) {
                return unavailable(refused.refusal());
            }
            if (hidden.askedProvider()) {
                return new VerifyResult.WrongCode();
            }
        }
        // The provider was not asked, which must not be seen by how soon the answer comes.
        VerifyResult answer = provider.verify(UUID.randomUUID().toString(), code);
        return answer instanceof VerifyResult.Failed ? answer : new VerifyResult.WrongCode();
    }

    private static VerifyResult unavailable(Refusal refusal) {
        GatewayFailure cause = refusal.cause();
        return new VerifyResult.Failed(
                cause == null ? new GatewayFailure(GatewayFailure.Kind.UNAVAILABLE, null, "the store failed") : cause,
                true);
    }

    private static String messageId(Way way) {
        return way.name().toLowerCase(Locale.ROOT) + "/" + UUID.randomUUID();
    }

    private static Way way(String messageId) {
        return messageId.startsWith(Way.ALTERNATIVE.name().toLowerCase(Locale.ROOT)) ? Way.ALTERNATIVE : Way.DEFAULT;
    }
}
