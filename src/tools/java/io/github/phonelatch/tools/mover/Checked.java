package io.github.phonelatch.tools.mover;

import java.util.List;

/** What a row of the file is. */
sealed interface Checked {
    /** It can be handed to Keycloak. */
    record Good(Registrant registrant) implements Checked {}

    /** It cannot, for all these reasons. */
    record Bad(long line, List<Fault> faults) implements Checked {}

    /** Fields without anything in them, as spreadsheets leave behind. */
    record Blank() implements Checked {}
}
