package io.github.phonelatch.challenge;

import io.github.phonelatch.metrics.Meters;
import io.github.phonelatch.metrics.Metric;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Counts what becomes of messages and codes, and tells the next listener. Each message that the provider took counts
 * once, when that is known. A live message that is joined counts nothing.
 *
 * <p>An anonymous request runs twice: visibly for the typed text, and hidden for the account. The message counts in
 * the hidden run, which alone sends it, and the code in the visible one.
 */
public final class ChallengeMetrics implements ChallengeListener {
    static final Metric SENT = new Metric("sent", "Messages that the provider took");
    static final Metric REFUSED = new Metric("refused", "Requests for a message that brought none");
    static final Metric VERIFIED = new Metric("verified", "Right codes");
    static final Metric FAILED = new Metric("failed", "Codes that were wrong or not compared");
    static final Metric LATE = new Metric("late", "Sends that came back after their page stopped waiting");

    private static final String PURPOSE = "purpose";
    private static final String REASON = "reason";
    private static final String CHANNEL = "channel";
    private static final String OUTCOME = "outcome";
    private static final String OTHER = "other";

    private static final Set<String> CHANNELS = Set.of("sms", "whatsapp", "voice");

    /** Problems that no request for a message can have. */
    private static final Set<Problem> OF_CODES_ONLY = EnumSet.of(
            Problem.WRONG_CODE,
            Problem.UNKNOWN_CHALLENGE,
            Problem.TOO_MANY_ATTEMPTS,
            Problem.NUMBER_TAKEN,
            Problem.ON_ITS_WAY);

    /** Problems that an attempt can have. */
    private static final Set<Problem> OF_CODES = EnumSet.of(
            Problem.WRONG_CODE,
            Problem.CODE_EXPIRED,
            Problem.UNKNOWN_CHALLENGE,
            Problem.TOO_MANY_ATTEMPTS,
            Problem.TOO_MANY_FAILURES,
            Problem.BLOCKED,
            Problem.ACCOUNT_LOCKED,
            Problem.CODE_ALREADY_OUT,
            Problem.ON_ITS_WAY,
            Problem.OUTCOME_UNKNOWN,
            Problem.UNAVAILABLE,
            Problem.NOT_CONFIGURED);

    private final Meters meters;
    private final String realm;
    private final ChallengeListener next;

    private ChallengeMetrics(Meters meters, String realm, ChallengeListener next) {
        this.meters = meters;
        this.realm = realm;
        this.next = next;
    }

    /**
     * In the server's metrics.
     *
     * @param realm its name
     */
    public static ChallengeListener of(String realm, ChallengeListener next) {
        return of(Meters.ofServer(), realm, next);
    }

    static ChallengeListener of(Meters meters, String realm, ChallengeListener next) {
        return meters.areOn() ? new ChallengeMetrics(meters, realm, next) : next;
    }

    @Override
    public void requested(CodeRequest request, RequestResult result) {
        settled(request, result);
        next.requested(request, result);
    }

    @Override
    public void settledLate(CodeRequest request, RequestResult result) {
        settled(request, result);
        meters.count(LATE, Meters.REALM, realm, OUTCOME, result instanceof RequestResult.Issued ? "sent" : "refused");
        next.settledLate(request, result);
    }

    @Override
    public void checked(CodeRequest request, VerifyOutcome outcome) {
        if (request.requester() != Requester.ANONYMOUS_ACCOUNT) {
            if (outcome instanceof VerifyOutcome.Wrong wrong) {
                failed(request, wrong.refusal());
            } else if (outcome instanceof VerifyOutcome.Refused refused) {
                failed(request, refused.refusal());
            } else {
                meters.count(VERIFIED, Meters.REALM, realm, PURPOSE, name(request.purpose()));
            }
        }
        next.checked(request, outcome);
    }

    @Override
    public void budgetLeased(String scope, DoubleSupplier used) {
        meters.budget(realm, scope, used);
        next.budgetLeased(scope, used);
    }

    private void settled(CodeRequest request, RequestResult result) {
        String purpose = name(request.purpose());
        if (result instanceof RequestResult.Refused refused) {
            Problem problem = refused.refusal().problem();
            String reason = OF_CODES_ONLY.contains(problem) ? OTHER : name(problem);
            meters.count(REFUSED, Meters.REALM, realm, PURPOSE, purpose, REASON, reason);
        } else if (result instanceof RequestResult.Issued issued
                && issued.challenge().justSent()) {
            String channel = issued.challenge().deliveredBy();
            meters.count(
                    SENT, Meters.REALM, realm, PURPOSE, purpose, CHANNEL, CHANNELS.contains(channel) ? channel : OTHER);
            // Registered at 0, because the share of right codes would be absent until the first one otherwise.
            meters.prepare(VERIFIED, Meters.REALM, realm, PURPOSE, purpose);
        }
    }

    private void failed(CodeRequest request, Refusal refusal) {
        String reason = OF_CODES.contains(refusal.problem()) ? name(refusal.problem()) : OTHER;
        meters.count(FAILED, Meters.REALM, realm, PURPOSE, name(request.purpose()), REASON, reason);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
