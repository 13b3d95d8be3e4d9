package io.github.phonelatch.tools.mover;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The export, read row by row: comma-separated as RFC 4180 has it, UTF-8 unless a byte order mark says otherwise. */
final class CsvFile implements Closeable {
    /** A row is far shorter; a quotation mark that is never closed would take in the rest of the file. */
    private static final int LONGEST_ROW = 128 * 1024;

    /** A row as it stands in the file. Fields are never part of its text: some are secrets. */
    record Row(long line, List<String> fields) {
        @Override
        public String toString() {
            return "row at line " + line;
        }
    }

    private final Counted bytes;
    private final long size;
    private final CloseableIterator<CsvRecord> records;
    private final Header header;
    private long lastLine = 1;

    private CsvFile(Counted bytes, long size, CloseableIterator<CsvRecord> records) throws BadFile {
        this.bytes = bytes;
        this.size = size;
        this.records = records;
        Optional<Row> first = next();
        if (first.isEmpty()) {
            throw new BadFile("it is empty: its first line must name the columns");
        }
        this.header = Header.of(first.get().fields());
    }

    static CsvFile open(Path file) throws BadFile {
        try {
            long size = Files.size(file);
            Counted bytes = new Counted(Files.newInputStream(file));
            try {
                return new CsvFile(bytes, size, records(bytes));
            } catch (BadFile e) {
                bytes.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new BadFile("there is no such file");
        } catch (IOException | UncheckedIOException e) {
            throw new BadFile("it cannot be read: " + e.getMessage());
        }
    }

    private static CloseableIterator<CsvRecord> records(InputStream bytes) {
        return CsvReader.builder()
                .detectBomHeader(true)
                // Counted later, so that a row with a field too many is refused and not the whole file.
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(LONGEST_ROW)
                .ofCsvRecord(bytes, StandardCharsets.UTF_8)
                .iterator();
    }

    Header header() {
        return header;
    }

    /** The next row, or nothing at the file's end. */
    Optional<Row> next() throws BadFile {
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CsvRecord next = records.next();
            long before = lastLine;
            // Before the look ahead, which may find that what follows is none.
            lastLine = next.getStartingLineNumber();
            if (!records.hasNext() && bytes.oddQuotationMarks && endsInALineBreak(next)) {
                lastLine = before;
                throw notClosed();
            }
            return Optional.of(new Row(lastLine, next.getFields()));
        } catch (CsvParseException e) {
            // What the reader says of it may quote the row.
            throw notClosed();
        } catch (UncheckedIOException e) {
            throw new BadFile("it cannot be read on after line " + lastLine);
        }
    }

    /** As the last field does whose quotation mark took in the rest of the file. */
    private static boolean endsInALineBreak(CsvRecord row) {
        String last = row.getField(row.getFieldCount() - 1);
        return last.endsWith("\n") || last.endsWith("\r");
    }

    private BadFile notClosed() {
        return new BadFile("what follows line " + lastLine
                + " is no CSV: look for a quotation mark that is not closed or not doubled");
    }

    /** How much of the file was read, in per cent: a row is counted a little before it is handed out. */
    int percent() {
        return size == 0 ? 100 : (int) Math.min(100, bytes.read * 100 / size);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private static final class Counted extends FilterInputStream {
        private long read;
        private boolean oddQuotationMarks;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) {
                count((byte) one);
            }
            return one;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int some = super.read(target, from, length);
            for (int i = 0; i < some; i++) {
                count(target[from + i]);
            }
            return some;
        }

        private void count(byte one) {
            read++;
            oddQuotationMarks ^= one == '"';
        }
    }
}
