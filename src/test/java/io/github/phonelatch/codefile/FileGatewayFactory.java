package io.github.phonelatch.codefile;

import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpGatewayFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The provider {@code codefile}. Its one option is the file: {@code --spi-phonelatch-gateway--codefile--file}, {@code
 * codes.txt} where the server was started unless set.
 */
public final class FileGatewayFactory implements OtpGatewayFactory {
    public static final String ID = "codefile";

    private OtpGateway gateway;

    @Override
    public String getId() {
        return ID;
    }

    /** One for the whole server, because it knows which codes it made. */
    @Override
    public void init(Config.Scope config) {
        gateway = new FileGateway(Path.of(config.get("file", "codes.txt")), InstantSource.system());
    }

    @Override
    public OtpGateway create(KeycloakSession session) {
        return gateway;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
