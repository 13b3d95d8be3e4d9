package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.OtpGateway;
import java.util.Optional;

/** Chooses the template of a message and reads what its codes look like. */
final class TemplateChoice {
    private final OtpGateway gateway;
    private final RealmSettings settings;
    private final NumberRules rules;

    TemplateChoice(OtpGateway gateway, RealmSettings settings, NumberRules rules) {
        this.gateway = gateway;
        this.settings = settings;
        this.rules = rules;
    }

    /** The template to begin with. Empty where the realm has none. */
    Optional<ChosenTemplate> first(CodeRequest request, Way wanted) {
        Way way = rules.way(request.number(), wanted);
        return rules.template(way).map(template -> chosen(way, template));
    }

    /**
     * The template that the same click goes on with, because the provider holds another code for the first one.
     *
     * @return empty for a landline, which has one template only, and after the alternative template, which the person
     *     chose
     */
    Optional<ChosenTemplate> next(CodeRequest request, ChosenTemplate held) {
        return held.way() == Way.ALTERNATIVE
                ? Optional.empty()
                : rules.otherWay(request.number(), held.way()).map(template -> chosen(Way.ALTERNATIVE, template));
    }

    private ChosenTemplate chosen(Way way, String template) {
        return new ChosenTemplate(way, template, CodeShape.of(gateway.check(template), settings));
    }
}
