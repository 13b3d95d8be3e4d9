package io.github.phonelatch.tools;

import java.io.PrintStream;
import java.util.List;

/** A program of the tools jar. */
public interface Program {
    int OK = 0;
    /** It was asked for the right thing and could not do it. */
    int FAILED = 1;
    /** The command line is wrong. */
    int WRONG_USE = 2;

    String name();

    /** One line for the list of programs. */
    String summary();

    /**
     * Runs to its end, or until its thread is interrupted.
     *
     * @return the exit code
     */
    int run(List<String> args, PrintStream out, PrintStream err);
}
