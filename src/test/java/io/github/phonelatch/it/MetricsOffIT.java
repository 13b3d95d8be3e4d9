package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server as it is by default, without metrics and tracing. */
@ExtendWith(SharedServer.class)
class MetricsOffIT {
    @Test
    void nothingIsShown_andEverythingWorks(KeycloakServer server, RealmAdmin school, Phone phone) {
        assertThat(school.studentPortal()
                        .open(school.newStudent())
                        .number(phone.number())
                        .code(phone.code())
                        .tokens()
                        .granted())
                .isTrue();

        assertThat(Http.send(Http.request(server.managementUri().resolve("/metrics")))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.log()).doesNotContain("Metrics of phone verification");
    }
}
