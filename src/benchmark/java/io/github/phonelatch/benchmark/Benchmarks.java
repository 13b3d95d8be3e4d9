package io.github.phonelatch.benchmark;

import io.gatling.app.Gatling;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Runs what {@code -Dbenchmark.parts} names. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) throws IOException, SQLException {
        List<String> parts = List.of(System.getProperty("benchmark.parts").split(",", -1));
        if (parts.contains("counts")) {
            Counts.main();
        }
        if (parts.contains("many")) {
            ManyPeople.main();
        }
        if (parts.contains("sign-in")) {
            // Ends the JVM, with an exit code other than 0 where a sign-in failed.
            Gatling.main(new String[] {
                "-s",
                SignInSimulation.class.getName(),
                "-rf",
                Report.DIRECTORY.resolve("gatling").toString()
            });
        }
    }
}
