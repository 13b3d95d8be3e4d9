package io.github.phonelatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class PostgresIT {
    @Test
    void twoNodesOnOneDatabase_findEachOther_andOneComesBackAfterItWasKilled() throws Exception {
        try (Postgres postgres = Postgres.start();
                KeycloakServer one = node(postgres, "node-one").start();
                KeycloakServer two = node(postgres, "node-two").start()) {
            assertThat(nodes(postgres)).isEqualTo(2);
            assertThat(two.log()).contains("Received new cluster view").contains("(2) [");

            int port = two.uri().getPort();
            two.kill();
            two.startAgain();

            assertThat(two.uri().getPort()).isEqualTo(port);
            assertThat(two.adminToken()).isNotEmpty();
            assertThat(one.adminToken()).isNotEmpty();
        }
    }

    private static KeycloakServer.Builder node(Postgres postgres, String name) {
        return KeycloakServer.builder()
                .name(name)
                .postgres(postgres)
                .clustered()
                .ownPort();
    }

    private static int nodes(Postgres postgres) throws SQLException {
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from jgroups_ping")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
