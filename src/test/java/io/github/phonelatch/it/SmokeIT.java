package io.github.phonelatch.it;

import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.RunningServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;

/** On the distribution, started by this machine's Java. */
class SmokeIT extends Smoke {
    @Override
    SimulatorOptions simulatorOptions() {
        return SimulatorOptions.defaults();
    }

    @Override
    RunningServer start(Simulator reachable) {
        return SharedServer.serverWith(reachable).name("smoke").start();
    }
}
