package io.github.phonelatch.tools.mover;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;

/**
 * Which ids or addresses the file had already, and on which line. It keeps 64 bits of a hash and the line of each,
 * and stops taking in new ones at its limit, so that no file is too big for it: beyond, a repetition is found by what
 * Keycloak says of it.
 */
final class Marks {
    /** 8 MiB at most. */
    static final int LIMIT = 1 << 18;

    private final int limit;
    private long[] marks = new long[1024];
    private long[] lines = new long[1024];
    private int size;

    Marks(int limit) {
        this.limit = limit;
    }

    /** The line on which this text was before, or nothing, and then it is remembered. */
    OptionalLong before(String text, long line) {
        long mark = mark(text);
        int place = place(mark);
        if (marks[place] == mark) {
            return OptionalLong.of(lines[place]);
        }
        if (size < limit) {
            if (size >= marks.length / 2) {
                grow();
                place = place(mark);
            }
            put(place, mark, line);
            size++;
        }
        return OptionalLong.empty();
    }

    private void put(int place, long mark, long line) {
        marks[place] = mark;
        lines[place] = line;
    }

    private void grow() {
        long[] oldMarks = marks;
        long[] oldLines = lines;
        marks = new long[oldMarks.length * 2];
        lines = new long[oldMarks.length * 2];
        for (int i = 0; i < oldMarks.length; i++) {
            if (oldMarks[i] != 0) {
                put(place(oldMarks[i]), oldMarks[i], oldLines[i]);
            }
        }
    }

    /** Where this mark stands or would. */
    private int place(long mark) {
        int place = (int) mark & (marks.length - 1);
        while (marks[place] != 0 && marks[place] != mark) {
            place = (place + 1) & (marks.length - 1);
        }
        return place;
    }

    /** Never 0, which is an empty place. Of a strong hash, so that nobody's address is taken for another's. */
    private static long mark(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            long mark = ByteBuffer.wrap(hash).getLong();
            return mark == 0 ? 1 : mark;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
