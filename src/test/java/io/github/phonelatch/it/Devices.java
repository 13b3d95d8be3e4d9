package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Sign-ins on a device without a browser: the person opens the device's address on another one. */
final class Devices {
    private Devices() {}

    /** A new application on such a device, that may ask every second. */
    static App device(RealmAdmin realm, String clientId) {
        realm.createClient(Map.of(
                "clientId",
                clientId,
                "publicClient",
                true,
                "standardFlowEnabled",
                false,
                "attributes",
                Map.of("oauth2.device.authorization.grant.enabled", "true", "oauth2.device.polling.interval", "1")));
        return realm.app(clientId);
    }

    static Page open(JsonNode waiting, Person person) {
        return new HttpBrowser()
                .open(URI.create(waiting.get("verification_uri_complete").asText()))
                .password(person);
    }

    /** Keycloak always asks whether the device may, whatever the client's settings. */
    static void grant(Page page) {
        URI consent = URI.create(page.element("form[action*=consent]").absUrl("action"));
        Page done = page.post(
                consent,
                Map.of("accept", "Yes", "code", page.element("input[name=code]").attr("value")));
        assertThat(done.status()).as(done.toString()).isEqualTo(200);
    }

    /** The first answer that is not "too soon". */
    static Tokens poll(App device, JsonNode waiting) {
        return Await.value(
                "an answer to the device",
                () -> Optional.of(device.poll(waiting))
                        .filter(answer -> !answer.error().equals("slow_down")));
    }
}
