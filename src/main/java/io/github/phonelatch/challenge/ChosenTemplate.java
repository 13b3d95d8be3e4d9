package io.github.phonelatch.challenge;

import io.github.phonelatch.gateway.Channel;

/**
 * The template of one message.
 *
 * @param id as the provider knows the template
 * @param channel the first one that the template tries
 * @param codes what its codes look like
 */
record ChosenTemplate(String id, Channel channel, CodeShape codes) {}
