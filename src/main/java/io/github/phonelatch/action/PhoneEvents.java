package io.github.phonelatch.action;

import io.github.phonelatch.challenge.Claim;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.StoredProof;
import java.util.Locale;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/**
 * What the realm's events say of codes: what happened, by which channel, the number's country and last two digits. Never a
 * number or a code.
 */
final class PhoneEvents {
    private static final String OUTCOME = "phonelatch_outcome";
    private static final String CHANNEL = "phonelatch_channel";
    private static final String COUNTRY = "phonelatch_country";
    private static final String NUMBER_ENDS = "phonelatch_number_ends";
    private static final String PROVIDER_CODE = "phonelatch_provider_code";

    private PhoneEvents() {}

    /** A code was asked for. A message that was reused, and one still on its way, are no news. */
    static void requested(EventBuilder template, Claim claim, RequestResult result) {
        if (result instanceof RequestResult.Refused refused) {
            refused(template, claim.number(), refused.refusal());
        } else if (result instanceof RequestResult.Issued issued
                && issued.challenge().fresh()
                && !issued.challenge().channel().isEmpty()) {
            event(template, EventType.CUSTOM_REQUIRED_ACTION, claim.number())
                    .detail(OUTCOME, "code_sent")
                    .detail(CHANNEL, issued.challenge().channel())
                    .success();
        }
    }

    static void verified(EventBuilder template, PhoneNumber number, String channel) {
        event(template, EventType.UPDATE_CREDENTIAL, number)
                .detail(Details.CREDENTIAL_TYPE, StoredProof.TYPE)
                .detail(OUTCOME, "verified")
                .detail(CHANNEL, channel)
                .success();
    }

    static void refused(EventBuilder template, PhoneNumber number, Refusal refusal) {
        EventBuilder event = event(template, EventType.CUSTOM_REQUIRED_ACTION_ERROR, number);
        if (refusal.cause() != null && refusal.cause().providerCode() != null) {
            event.detail(PROVIDER_CODE, refusal.cause().providerCode().toString());
        }
        event.detail(OUTCOME, "refused").error(refusal.problem().name().toLowerCase(Locale.ROOT));
    }

    private static EventBuilder event(EventBuilder template, EventType type, PhoneNumber number) {
        return template.clone()
                .event(type)
                .detail(Details.CUSTOM_REQUIRED_ACTION, Enforcement.ACTION)
                .detail(COUNTRY, number.country())
                .detail(NUMBER_ENDS, number.lastTwo());
    }
}
