package io.github.phonelatch.server;

import java.net.URI;

/** A Keycloak that answers, wherever it runs; its bootstrap admin is {@link KeycloakServer#ADMIN}. */
public interface RunningServer extends AutoCloseable {
    /** Without a slash at the end, as clients take their issuer from it. */
    URI uri();

    URI managementUri();

    /** Everything it has logged since its first start. */
    String log();

    /** What {@code kc.sh build} said when the jars were put in. */
    String buildLog();

    /** A token of the bootstrap admin, good for some seconds at least. */
    String adminToken();

    /** Stops it and forgets its data. */
    @Override
    void close();
}
