package io.github.phonelatch.it.outage;

import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;

/** A way in which the provider is not well, whatever it is asked. */
enum ProviderFault {
    ANSWERS_AFTER_10_S,
    HANGS,
    REFUSES_CONNECTIONS,
    ANSWERS_500,
    ANSWERS_429,
    /** Of a status that says nothing of an outage: nobody knows what became of the message. */
    ANSWERS_HTML,
    CUTS_ANSWERS_IN_THE_MIDDLE,
    /** Three seconds bad, three seconds good. */
    FLAPS;

    /** Called in each second of the outage, the first being 0. */
    void goOn(Simulator simulator, int second) {
        if (this == FLAPS ? second % 6 == 0 : second == 0) {
            begin(simulator);
        } else if (this == FLAPS && second % 6 == 3) {
            end(simulator);
        }
    }

    private void begin(Simulator simulator) {
        switch (this) {
            case ANSWERS_AFTER_10_S -> script(simulator, Fault.delay(Duration.ofSeconds(10)));
            case HANGS -> script(simulator, Fault.hang());
            case REFUSES_CONNECTIONS -> simulator.refuseConnections();
            case ANSWERS_500 -> script(simulator, Fault.error(500, 1000, "internal error"));
            case ANSWERS_429 -> script(simulator, Fault.tooMany(Duration.ofSeconds(30)));
            case ANSWERS_HTML -> script(simulator, Fault.html(200));
            case CUTS_ANSWERS_IN_THE_MIDDLE -> script(simulator, Fault.breakOff());
            case FLAPS -> script(simulator, Fault.html(502));
        }
    }

    static void end(Simulator simulator) {
        simulator.acceptConnections();
        simulator.control().clearScripts();
    }

    private static void script(Simulator simulator, Fault fault) {
        simulator.control().script("*", fault);
        simulator.control().scriptVerify(fault);
        simulator.control().scriptTemplates(fault);
    }
}
