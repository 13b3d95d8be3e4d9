package io.github.phonelatch.tools.mover;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One run over a file. Nothing is remembered between runs: whoever is there is found by what Keycloak says, so a run that
 * broke off is gone on with by another one.
 */
final class MoveIn {
    /** Longer ones make Keycloak's transactions long and one bad row dear. */
    static final int BATCH = 100;
    /** More only wait for each other in the database. */
    private static final int AT_ONCE = 2;

    /** Whom people are handed to. */
    interface Destination {
        void move(List<Registrant> people) throws Stopped, InterruptedException;
    }

    private final CsvFile file;
    private final RowCheck check;
    private final Report report;
    private final Tally tally;
    private final Progress progress;
    private final Marks ids = new Marks(Marks.LIMIT);
    private final Marks emails = new Marks(Marks.LIMIT);

    MoveIn(CsvFile file, RowCheck check, Report report, Tally tally, Progress progress) {
        this.file = file;
        this.check = check;
        this.report = report;
        this.tally = tally;
        this.progress = progress;
    }

    void run(Destination destination) throws BadFile, Stopped, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Deque<Future<?>> underWay = new ArrayDeque<>();
            for (List<Registrant> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
                List<Registrant> people = batch;
                underWay.add(threads.submit(() -> {
                    destination.move(people);
                    return null;
                }));
                // One more than are at work, so that a thread that is done finds its next batch.
                if (underWay.size() > AT_ONCE) {
                    await(underWay.removeFirst());
                }
            }
            while (!underWay.isEmpty()) {
                await(underWay.removeFirst());
            }
        } finally {
            threads.shutdownNow();
            progress.end();
        }
    }

    private void await(Future<?> batch) throws Stopped, InterruptedException {
        try {
            batch.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Stopped stopped) {
                throw stopped;
            }
            throw new IllegalStateException(e.getCause());
        }
        progress.show(file.percent(), tally);
    }

    /** The next people that can be handed over, none at the file's end. What cannot is reported. */
    private List<Registrant> nextBatch() throws BadFile, Stopped {
        List<Registrant> batch = new ArrayList<>(BATCH);
        while (batch.size() < BATCH) {
            Optional<CsvFile.Row> row = file.next();
            if (row.isEmpty()) {
                break;
            }
            Checked checked = unrepeated(check.check(row.get()));
            if (checked instanceof Checked.Good good) {
                batch.add(good.registrant());
            } else if (checked instanceof Checked.Bad bad) {
                tally.refused.incrementAndGet();
                for (Fault fault : bad.faults()) {
                    report.add(bad.line(), Report.Outcome.REFUSED, fault);
                }
            }
        }
        return batch;
    }

    private Checked unrepeated(Checked checked) {
        if (!(checked instanceof Checked.Good good)) {
            return checked;
        }
        Registrant person = good.registrant();
        List<Fault> faults = new ArrayList<>();
        OptionalLong sameId = ids.before(person.id().toString(), person.line());
        OptionalLong sameEmail = emails.before(person.email(), person.line());
        sameId.ifPresent(line -> faults.add(Fault.of(Column.ID, "is on line " + line + " already")));
        sameEmail.ifPresent(line -> faults.add(Fault.of(Column.EMAIL, "is on line " + line + " already")));
        return faults.isEmpty() ? checked : new Checked.Bad(person.line(), faults);
    }
}
