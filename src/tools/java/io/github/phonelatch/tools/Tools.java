package io.github.phonelatch.tools;

import io.github.phonelatch.tools.mover.MoveInProgram;
import io.github.phonelatch.tools.simulator.SimulatorProgram;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Entry point of the tools jar: {@code java -jar …-tools.jar <program> [options]}. */
public final class Tools {
    private static final List<Program> PROGRAMS = List.of(new SimulatorProgram(), new MoveInProgram());

    private Tools() {}

    public static void main(String[] args) {
        // Only the mail server's library logs by it, and its errors reach whoever sends the mail: no complaint that
        // nothing listens.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), out, err));
    }

    /** As {@link #main}, with the exit code as its result. */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.isEmpty()) {
            err.print(usage());
            return Program.WRONG_USE;
        }
        String first = args.get(0);
        if (first.equals("--help") || first.equals("-h")) {
            out.print(usage());
            return Program.OK;
        }
        for (Program program : PROGRAMS) {
            if (program.name().equals(first)) {
                return program.run(args.subList(1, args.size()), out, err);
            }
        }
        err.println((first.startsWith("-") ? "unknown option " : "unknown program ") + first);
        err.print(usage());
        return Program.WRONG_USE;
    }

    private static String usage() {
        StringBuilder usage = new StringBuilder("""
                usage: java -jar keycloak-phonelatch-<version>-tools.jar <program> [options]

                """);
        for (Program program : PROGRAMS) {
            usage.append(String.format("  %-12s%s%n", program.name(), program.summary()));
        }
        return usage.append("\n<program> --help tells its options.\n").toString();
    }
}
