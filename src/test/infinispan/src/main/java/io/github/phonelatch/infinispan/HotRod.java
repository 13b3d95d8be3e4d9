package io.github.phonelatch.infinispan;

import java.io.IOException;
import java.io.OutputStream;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.globalstate.ConfigurationStorage;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.server.core.admin.embeddedserver.EmbeddedServerAdminOperationHandler;
import org.infinispan.server.hotrod.HotRodServer;
import org.infinispan.server.hotrod.configuration.HotRodServerConfigurationBuilder;

/**
 * The part of Infinispan's server that Keycloak talks to: caches over Hot Rod, on the loopback address, without a password. It
 * ends with the process that started it: when its standard input ends.
 */
public final class HotRod {
    private HotRod() {}

    /**
     * Serves until its standard input ends.
     *
     * @param arguments the port, and an empty directory of its own
     */
    public static void main(String[] arguments) throws IOException {
        GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
        // Keycloak asks for distributed caches, which there are in a cluster only: this one has one member.
        global.transport().addProperty("configurationFile", "org/infinispan/configuration/default-jgroups-tcp.xml");
        // Caches that are made while it runs are kept in files.
        global.globalState()
                .enable()
                .persistentLocation(arguments[1])
                .configurationStorage(ConfigurationStorage.OVERLAY);
        try (DefaultCacheManager caches = new DefaultCacheManager(global.build())) {
            HotRodServer server = new HotRodServer();
            server.start(
                    new HotRodServerConfigurationBuilder()
                            .host("127.0.0.1")
                            .port(Integer.parseInt(arguments[0]))
                            .adminOperationsHandler(new EmbeddedServerAdminOperationHandler())
                            .build(),
                    caches);
            server.postStart();
            System.out.println("listening");
            System.in.transferTo(OutputStream.nullOutputStream());
            server.stop();
        }
    }
}
