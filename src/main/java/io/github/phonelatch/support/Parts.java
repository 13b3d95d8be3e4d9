package io.github.phonelatch.support;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Joins texts so that two different lists never give the same bytes: ("a", "bc") and ("ab", "c") differ. */
final class Parts {
    private Parts() {}

    /** In UTF-8, with its length before it. */
    static byte[] withLength(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
