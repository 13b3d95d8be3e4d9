package io.github.phonelatch.challenge;

/**
 * The template of one message.
 *
 * @param id as the provider knows the template
 * @param codes what its codes look like
 */
record ChosenTemplate(Way way, String id, CodeShape codes) {}
