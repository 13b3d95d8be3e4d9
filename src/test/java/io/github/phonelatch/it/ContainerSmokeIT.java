package io.github.phonelatch.it;

import io.github.phonelatch.docker.ContainerServer;
import io.github.phonelatch.docker.DockerEngine;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.server.RunningServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;

/** In Keycloak's official image. */
class ContainerSmokeIT extends Smoke {
    @Override
    SimulatorOptions simulatorOptions() {
        // Containers reach this machine by another of its addresses.
        return SimulatorOptions.defaults().withHost("0.0.0.0").withName(ContainerServer.THIS_MACHINE);
    }

    @Override
    RunningServer start(Simulator reachable) {
        DockerEngine.assumeAnswering();
        return ContainerServer.start("container-smoke", reachable, Admin.schoolFile());
    }
}
