package io.github.phonelatch.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.challenge.Challenge;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.challenge.RequestResult;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.phone.NumberReader;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Reading;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.rest.AskedNumbers.Asked;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sends a code, or answers with the challenge that is alive. */
final class RequestOtp {
    private static final String NUMBER = "phone_number";
    private static final String CHANNEL = "channel";
    private static final List<String> CHANNELS =
            Arrays.stream(Channel.values()).map(Channel::id).toList();

    private final Caller caller;
    private final AskedNumbers numbers;
    private final Events events;
    private final String signInChallenge;

    RequestOtp(Callers.Authenticated call, Events events) {
        this.caller = call.caller();
        this.numbers = call.numbers();
        this.events = events;
        this.signInChallenge = call.signInChallenge();
    }

    static JsonBody body(JsonBody.Source source) {
        return source.read(NUMBER, CHANNEL);
    }

    Answer answer(JsonBody body) {
        Optional<Channel> wanted = body.oneOf(CHANNEL, CHANNELS).flatMap(Channel::of);
        PhoneNumber number = number(body);
        boolean mayReplace = caller.signIn().mayReplace();
        caller.requireCurrent(signInChallenge);
        if (caller.replaced(number).isPresent() && !mayReplace) {
            throw Refused.showCurrentNumber(signInChallenge, caller.signIn());
        }
        CodeRequest request = caller.request(number);
        RequestResult result = caller.challenges().request(request, wanted);
        if (PhoneEvents.isNews(result)) {
            events.write(event -> PhoneEvents.requested(event, request, result));
        }
        if (result instanceof RequestResult.Refused refused) {
            throw Refused.of(refused.refusal());
        }
        Challenge challenge = ((RequestResult.Issued) result).challenge();
        requireUsable(challenge);
        numbers.remember(caller, challenge.id(), new Asked(number, mayReplace), challenge.expiresIn());
        return Answer.of(challenge.fresh() ? 202 : 200, answer(challenge, number));
    }

    private static ObjectNode answer(Challenge challenge, PhoneNumber number) {
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("challenge_id", challenge.id())
                .put("phone_number_masked", number.masked())
                .put(CHANNEL, challenge.shownChannel().id());
        ArrayNode channels = answer.putArray("channels");
        addChannel(channels, challenge.channel(), challenge.resendIn());
        challenge.others().forEach(other -> addChannel(channels, other.channel(), other.in()));
        return answer.put("code_length", challenge.codeLength())
                .put("code_type", challenge.digitsOnly() ? "digits" : "alphanumeric")
                .put("expires_in", challenge.expiresIn().toSeconds())
                .put("resend_in", Refused.wholeSeconds(challenge.resendIn()));
    }

    /** A channel by which a code can be sent, and in how many seconds. */
    private static void addChannel(ArrayNode channels, Channel channel, Duration in) {
        channels.addObject().put(CHANNEL, channel.id()).put("available_in", Refused.wholeSeconds(in));
    }

    private PhoneNumber number(JsonBody body) {
        return body.text(NUMBER)
                .map(text -> held(caller, text)
                        .or(() -> read(text))
                        .orElseThrow(() -> Refused.of(
                                ProblemType.INVALID_NUMBER,
                                "The field " + NUMBER
                                        + " is no valid number. Send it in E.164, such as +447400123456.")))
                .or(caller::known)
                .orElseThrow(
                        () -> JsonBody.invalid("The field " + NUMBER + " is missing, and the account has no number."));
    }

    /**
     * The number that is held, where the text says the same. An application may send what it read in a token, and that is a number as it
     * was when it was verified, also where today's plan has no such number.
     */
    static Optional<PhoneNumber> held(Caller caller, String text) {
        return caller.held()
                .map(Verification::number)
                .filter(number -> number.isWritten(
                        text, caller.settings().defaultCountry().orElse(null)));
    }

    /** An application cannot ask which country is meant, so only the realm's settings say it. */
    private Optional<PhoneNumber> read(String text) {
        RealmSettings settings = caller.settings();
        return new NumberReader(settings.numbers().allowedCountries(), List.of())
                                .read(text, settings.defaultCountry().orElse(""))
                        instanceof Reading.Read read
                ? Optional.of(read.number())
                : Optional.empty();
    }

    /** An application is told why a message is of no more use and how long to wait, where a page would count down. */
    private static void requireUsable(Challenge challenge) {
        Problem problem = switch (challenge.state()) {
            case SENDING, SENT -> null;
            case EXHAUSTED -> Problem.TOO_MANY_ATTEMPTS;
            case UNKNOWN -> Problem.OUTCOME_UNKNOWN;
            case EXPIRED -> Problem.CODE_ALREADY_OUT;
        };
        if (problem != null) {
            throw Refused.of(new Refusal(problem, challenge.resendIn(), -1, null));
        }
    }
}
