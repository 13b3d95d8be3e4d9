package io.github.phonelatch.metrics;

/**
 * A number that is counted or measured.
 *
 * @param name without the prefix that all of ours have, in words between dots
 * @param help its meaning, for readers of the endpoint
 */
public record Metric(String name, String help) {}
