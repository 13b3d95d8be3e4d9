package io.github.phonelatch.it.support;

import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.server.Postgres;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Two Keycloaks with the released jar on one PostgreSQL, behind a load balancer that sends every request to the other one than
 * the last. People see one address only.
 */
public final class Cluster implements AutoCloseable {
    private final Postgres postgres;
    private final RoundRobin balancer;
    private final List<KeycloakServer> nodes;
    private final Admin admin;

    private Cluster(Postgres postgres, RoundRobin balancer, List<KeycloakServer> nodes) {
        this.postgres = postgres;
        this.balancer = balancer;
        this.nodes = nodes;
        this.admin = new Admin(balancer::uri);
        bothAnswer();
    }

    /**
     * Returns when both nodes can be used.
     *
     * @param changes what both nodes have beside that: how they are a cluster, above all
     */
    public static Cluster start(Simulator simulator, String name, UnaryOperator<KeycloakServer.Builder> changes) {
        Postgres postgres = Postgres.start();
        RoundRobin balancer = RoundRobin.start();
        List<KeycloakServer> nodes = new ArrayList<>();
        for (String node : List.of("one", "two")) {
            nodes.add(changes.apply(SharedServer.serverWith(simulator)
                            .name(name + "-" + node)
                            .postgres(postgres)
                            .ownPort()
                            .option("hostname", balancer.uri())
                            .option("proxy-headers", "xforwarded"))
                    .start());
        }
        return new Cluster(postgres, balancer, List.copyOf(nodes));
    }

    /** At the address that people see. */
    public Admin admin() {
        return admin;
    }

    public Postgres postgres() {
        return postgres;
    }

    public List<KeycloakServer> nodes() {
        return nodes;
    }

    /** From now on every request goes to this node. */
    public void only(KeycloakServer node) {
        balancer.sendTo(List.of(node));
    }

    /** From now on requests go to the one and the other by turns. */
    public void bothAnswer() {
        balancer.sendTo(nodes);
    }

    /** The one that is not this one. */
    public KeycloakServer other(KeycloakServer node) {
        return nodes.get(1 - nodes.indexOf(node));
    }

    /**
     * Stops each node and starts it again, one after the other, each out of the balancer's way first.
     *
     * @param warmUp ends when a node that came back has had its share of the work long enough to do all of it
     */
    public void restartOneByOne(Runnable warmUp) {
        for (KeycloakServer node : nodes) {
            only(other(node));
            node.restart();
            bothAnswer();
            warmUp.run();
        }
    }

    @Override
    public void close() {
        nodes.forEach(KeycloakServer::close);
        balancer.close();
        postgres.close();
    }
}
