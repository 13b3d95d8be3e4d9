package io.github.phonelatch.metrics;

/**
 * What is counted or measured.
 *
 * @param name without the prefix that all of ours have, in words between dots
 * @param help what it says, for whoever reads the endpoint
 */
public record Metric(String name, String help) {}
