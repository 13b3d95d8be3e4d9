package io.github.phonelatch.support;

import io.github.phonelatch.support.Keys.Namer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/** A realm's keys, from the newest to the oldest, told apart by a word. */
public final class TestKeys {
    private TestKeys() {}

    public static Keys of(String realmId, String... newestFirst) {
        return new Keys(Arrays.stream(newestFirst)
                .map(word -> new Namer(realmId, new SecretKeySpec(word.getBytes(StandardCharsets.UTF_8), "HmacSHA512")))
                .toList());
    }
}
