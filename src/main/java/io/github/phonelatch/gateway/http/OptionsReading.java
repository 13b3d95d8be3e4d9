package io.github.phonelatch.gateway.http;

import java.util.List;

/** What became of the server options. Each line is for the log. */
public sealed interface OptionsReading<T> {

    /**
     * They will do.
     *
     * @param remarks what an admin should know although it works
     */
    record Usable<T>(T options, List<String> remarks) implements OptionsReading<T> {}

    /**
     * They will not.
     *
     * @param problems one per missing or wrong option, naming it as an admin writes it
     */
    record Unusable<T>(List<String> problems) implements OptionsReading<T> {}
}
