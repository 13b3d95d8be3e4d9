package io.github.phonelatch.examples;

import io.github.phonelatch.it.support.SharedServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

@EnabledIf("pythonIsThere")
@ExtendWith(SharedServer.class)
class FastApiExampleIT extends ResourceServerContract {
    private static FastApiExample api;

    /** Asked before a server is started for nothing. */
    static boolean pythonIsThere() {
        boolean there = FastApiExample.python().isPresent();
        if (!there) {
            System.err.println("FastApiExampleIT is skipped: no Python with FastAPI, uvicorn, PyJWT and cryptography"
                    + " here (PHONELATCH_PYTHON names another interpreter)");
        }
        return there;
    }

    @BeforeAll
    static void start() {
        api = FastApiExample.start(FastApiExample.python().orElseThrow(), school().uri(), List.of(PORTAL));
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
