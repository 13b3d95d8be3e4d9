package io.github.phonelatch.tools.simulator;

import java.time.Duration;

/**
 * The codes a template makes.
 *
 * @param type what they are made of, added up: 1 digits, 2 lower case, 4 upper case
 * @param length 4 to 10 characters
 * @param ttlMinutes how long a code is good for, 1 to 10 minutes
 */
public record CodeConfig(int type, int length, int ttlMinutes) {
    public CodeConfig {
        if (type < 1 || type > 7) {
            throw new IllegalArgumentException("type is 1 to 7");
        }
        if (length < 4 || length > 10) {
            throw new IllegalArgumentException("length is 4 to 10");
        }
        if (ttlMinutes < 1 || ttlMinutes > 10) {
            throw new IllegalArgumentException("ttlMinutes is 1 to 10");
        }
    }

    public Duration ttl() {
        return Duration.ofMinutes(ttlMinutes);
    }

    String alphabet() {
        return ((type & 1) == 0 ? "" : "0123456789")
                + ((type & 2) == 0 ? "" : "abcdefghijklmnopqrstuvwxyz")
                + ((type & 4) == 0 ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    }
}
