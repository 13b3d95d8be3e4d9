package io.github.phonelatch.tools.mover;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells which rows were refused and why, as it happens: at any moment the file holds all that is known. Thread-safe. */
interface Report extends Closeable {
    /** What became of the row. */
    enum Outcome {
        REFUSED("refused"),
        /** The person moved in, without this field. */
        LEFT_OUT("left out");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }
    }

    void add(long line, Outcome outcome, Fault fault) throws Stopped;

    /** Tells a person. */
    static Report to(PrintStream err) {
        return new Report() {
            @Override
            public synchronized void add(long line, Outcome outcome, Fault fault) {
                err.println("line " + line + " " + outcome.text + ": "
                        + (fault.column().isEmpty() ? "it" : fault.column()) + " " + fault.reason());
            }

            @Override
            public void close() {}
        };
    }

    /** Writes a CSV file with the columns {@code line,outcome,column,reason}. */
    static Report to(Path file) throws IOException {
        CsvWriter writer =
                CsvWriter.builder().autoFlush(true).build(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        writer.writeRecord("line", "outcome", "column", "reason");
        return new Report() {
            @Override
            public synchronized void add(long line, Outcome outcome, Fault fault) throws Stopped {
                try {
                    writer.writeRecord(Long.toString(line), outcome.text, fault.column(), fault.reason());
                } catch (java.io.UncheckedIOException e) {
                    throw new Stopped("the report cannot be written: " + e.getMessage());
                }
            }

            @Override
            public synchronized void close() throws IOException {
                writer.close();
            }
        };
    }
}
