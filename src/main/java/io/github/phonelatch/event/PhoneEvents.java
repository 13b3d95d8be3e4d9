package io.github.phonelatch.event;

import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.StoredVerification;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Writes the realm's events about codes: outcome, purpose, channel, and the number's country and last two digits. Never
 * a number or a code.
 */
public final class PhoneEvents {
    private static final String OUTCOME = "phonelatch_outcome";
    private static final String PURPOSE = "phonelatch_purpose";
    private static final String CHANNEL = "phonelatch_channel";
    private static final String COUNTRY = "phonelatch_country";
    private static final String NUMBER_ENDS = "phonelatch_number_ends";
    private static final String PROVIDER_CODE = "phonelatch_provider_code";

    private PhoneEvents() {}

    /** Whether an event follows from it. A message that was reused, and one still on its way, are no news. */
    public static boolean isNews(RequestResult result) {
        return !(result instanceof RequestResult.Issued issued)
                || issued.challenge().justSent();
    }

    /** A code was asked for. */
    public static void requested(EventBuilder template, CodeRequest request, RequestResult result) {
        if (result instanceof RequestResult.Refused refused && request.purpose() != Purpose.VERIFY_PHONE) {
            signInRefused(template, request, refused.refusal(), false);
        } else if (result instanceof RequestResult.Refused refused) {
            refused(template, request, refused.refusal());
        } else if (result instanceof RequestResult.Issued issued && isNews(result)) {
            event(template, EventType.CUSTOM_REQUIRED_ACTION, request)
                    .detail(OUTCOME, "code_sent")
                    .detail(CHANNEL, issued.challenge().deliveredBy())
                    .success();
        }
    }

    /** A number was verified and stored. */
    public static void verified(EventBuilder template, CodeRequest request, String channel) {
        event(template, EventType.UPDATE_CREDENTIAL, request)
                .detail(Details.CREDENTIAL_TYPE, StoredVerification.TYPE)
                .detail(OUTCOME, "verified")
                .detail(CHANNEL, channel)
                .success();
    }

    /** A code to the held number was right. Nothing is stored for it. */
    public static void shown(EventBuilder template, CodeRequest request, String channel) {
        event(template, EventType.CUSTOM_REQUIRED_ACTION, request)
                .detail(OUTCOME, "current_number_shown")
                .detail(CHANNEL, channel)
                .success();
    }

    /** No code was sent, or none was accepted. */
    public static void refused(EventBuilder template, CodeRequest request, Refusal refusal) {
        event(template, EventType.CUSTOM_REQUIRED_ACTION_ERROR, request)
                .detail(OUTCOME, "refused")
                .detail(PROVIDER_CODE, providerCode(refusal))
                .error(name(refusal.problem()));
    }

    /** A registration is refused because of the number that was given with it. */
    public static void notRegistered(EventBuilder registration, Refusal refusal) {
        registration.detail(OUTCOME, name(refusal.problem()));
    }

    /** No code was sent, or none was accepted, at a sign-in: that sign-in's own error, named as Keycloak names it where it has a name. */
    public static void signInRefused(EventBuilder signIn, CodeRequest request, Refusal refusal, boolean wrongCode) {
        described(signIn.clone(), request)
                .detail(OUTCOME, name(refusal.problem()))
                .detail(PROVIDER_CODE, providerCode(refusal))
                .error(
                        wrongCode
                                ? Errors.INVALID_USER_CREDENTIALS
                                : refusal.problem() == Problem.ACCOUNT_LOCKED
                                        ? Errors.USER_TEMPORARILY_DISABLED
                                        : name(refusal.problem()));
    }

    /** The same for an anonymous requester. It names no account, and does not show whether there is one. */
    public static void anonymous(EventBuilder signIn, Purpose purpose, String error) {
        signIn.clone().detail(PURPOSE, purpose.name().toLowerCase(Locale.ROOT)).error(error);
    }

    /** A right code at a sign-in: told by the sign-in's own event, once that has come to its end. */
    public static void signedIn(EventBuilder signIn, CodeRequest request, String channel) {
        described(signIn, request).detail(CHANNEL, channel);
    }

    /**
     * A person with something to do first was given nothing. The application learns it from the answer, and an admin
     * from this event.
     *
     * @param outcome what was not given
     */
    public static void nothingGiven(
            KeycloakSession session, @Nullable String clientId, @Nullable String userId, String outcome) {
        KeycloakContext context = session.getContext();
        new EventBuilder(context.getRealm(), session, context.getConnection())
                .event(EventType.CUSTOM_REQUIRED_ACTION_ERROR)
                .client(clientId)
                .user(userId)
                .detail(Details.CUSTOM_REQUIRED_ACTION, Enforcement.ACTION)
                .detail(OUTCOME, outcome)
                .error(Errors.RESOLVE_REQUIRED_ACTIONS);
    }

    /** The realm's required action was changed in a way in which Keycloak does not find it. */
    static void notSetUp(KeycloakSession session, RealmModel realm, String outcome) {
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.CUSTOM_REQUIRED_ACTION_ERROR)
                .detail(Details.CUSTOM_REQUIRED_ACTION, Enforcement.ACTION)
                .detail(OUTCOME, outcome)
                .error(name(Problem.NOT_CONFIGURED));
    }

    private static EventBuilder event(EventBuilder template, EventType type, CodeRequest request) {
        EventBuilder event = described(template.clone().event(type), request);
        return request.purpose() == Purpose.VERIFY_PHONE
                ? event.detail(Details.CUSTOM_REQUIRED_ACTION, Enforcement.ACTION)
                : event;
    }

    private static EventBuilder described(EventBuilder event, CodeRequest request) {
        PhoneNumber number = request.number();
        return event.user(request.userId())
                .detail(PURPOSE, request.purpose().name().toLowerCase(Locale.ROOT))
                .detail(COUNTRY, number.country())
                .detail(NUMBER_ENDS, number.lastTwo());
    }

    private static String providerCode(Refusal refusal) {
        return refusal.cause() == null || refusal.cause().providerCode() == null
                ? ""
                : refusal.cause().providerCode().toString();
    }

    private static String name(Problem problem) {
        return problem.name().toLowerCase(Locale.ROOT);
    }
}
