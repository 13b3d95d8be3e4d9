package io.github.phonelatch.examples;

import io.github.phonelatch.it.support.SharedServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class SchoolApiIT extends ResourceServerContract {
    private static SchoolApi api;

    @BeforeAll
    static void start() {
        api = SchoolApi.start(0, school().uri(), List.of(PORTAL));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Override
    URI api() {
        return api.uri();
    }
}
