package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.phone.PhoneNumber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the template of a message, and reads from the provider which channel and what codes it has. */
public final class TemplateChoice {
    private final OtpGateway gateway;
    private final RealmSettings settings;

    public TemplateChoice(OtpGateway gateway, RealmSettings settings) {
        this.gateway = gateway;
        this.settings = settings;
    }

    /**
     * The channel that leads to this template. Empty for one of the equal templates, which need no channel to be named.
     *
     * @param id as the provider knows the template
     */
    public Optional<Channel> channelThatLeadsTo(String id) {
        return isAlternative(id) ? Optional.of(chosen(id).channel()) : Optional.empty();
    }

    /**
     * The template to begin with.
     *
     * @param wanted the channel that the person chose. Empty: the first template
     * @return empty where no template fits
     */
    Optional<ChosenTemplate> first(PhoneNumber number, Optional<Channel> wanted) {
        return fitting(number)
                .filter(template -> wanted.isEmpty() || wanted.get() == template.channel())
                .findFirst();
    }

    /** Why {@link #first} finds no template. */
    Refusal refusal(PhoneNumber number) {
        if (settings.templates().all().isEmpty()) {
            return Refusal.of(Problem.NOT_CONFIGURED);
        }
        return Refusal.of(
                fitting(number).findAny().isEmpty() ? Problem.LANDLINE_NOT_ALLOWED : Problem.CHANNEL_NOT_AVAILABLE);
    }

    /**
     * The template that the same click goes on with, because the provider holds another code for this one.
     *
     * @return empty for a landline, and after an alternative template, which the person chose
     */
    Optional<ChosenTemplate> next(PhoneNumber number, ChosenTemplate held) {
        List<String> all = settings.templates().all();
        int after = all.indexOf(held.id()) + 1;
        return NumberRules.isLandline(number) || isAlternative(held.id()) || after == all.size()
                ? Optional.empty()
                : Optional.of(chosen(all.get(after)));
    }

    /** The challenge with the channels that a person may choose instead of its own. */
    RequestResult offered(PhoneNumber number, RequestResult result) {
        if (!(result instanceof RequestResult.Issued issued)) {
            return result;
        }
        Challenge challenge = issued.challenge();
        Duration wait = challenge.pause();
        return new RequestResult.Issued(challenge.offering(fitting(number)
                .map(ChosenTemplate::channel)
                .filter(channel -> channel != challenge.channel())
                .distinct()
                .map(channel -> new Challenge.OtherChannel(channel, wait))
                .toList()));
    }

    /** In the order of the settings. A landline gets an alternative template that calls, because only a call reaches it. */
    private Stream<ChosenTemplate> fitting(PhoneNumber number) {
        return NumberRules.isLandline(number)
                ? settings.templates().alternative().ids().stream()
                        .map(this::chosen)
                        .filter(template -> template.channel() == Channel.VOICE)
                : settings.templates().all().stream().map(this::chosen);
    }

    private boolean isAlternative(String id) {
        return settings.templates().alternative().ids().contains(id);
    }

    private ChosenTemplate chosen(String id) {
        TemplateResult read = gateway.check(id);
        return new ChosenTemplate(id, channel(id, read), CodeShape.of(read, settings));
    }

    /** Where the provider does not say, templates are taken for texts and alternative ones for calls. */
    private Channel channel(String id, TemplateResult read) {
        List<String> names = read instanceof TemplateResult.Template template ? template.channels() : List.of();
        return names.stream()
                .flatMap(name -> Channel.of(name).stream())
                .findFirst()
                .orElse(isAlternative(id) ? Channel.VOICE : Channel.SMS);
    }
}
