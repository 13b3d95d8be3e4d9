package io.github.phonelatch.gateway.http;

/**
 * Which provider it is.
 *
 * @param id as an admin writes it in server options, the id of its factory
 * @param name as people write it, for log lines
 */
public record ProviderName(String id, String name) {

    /** A server option of this provider, as an admin writes it on the command line or in the configuration file. */
    public String option(String key) {
        return "spi-phonelatch-gateway--" + id + "--" + key;
    }
}
