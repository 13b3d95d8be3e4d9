package io.github.phonelatch.it;

import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import java.util.Map;

/** Codes in the direct grant. */
final class DirectGrants {
    private static final String TYPES = "urn:phonelatch:problem:";

    private DirectGrants() {}

    /** A new application that may use the direct grant and is let in by nothing but a proven number. */
    static App app(RealmAdmin realm, String clientId) {
        realm.createClient(Map.of("clientId", clientId, "publicClient", true, "directAccessGrantsEnabled", true));
        return realm.app(clientId);
    }

    static Tokens code(App app, Person person, String code) {
        return app.directGrant(person, Map.of("phone_code", code));
    }

    /** The name of the problem; empty where none is named. */
    static String problem(Tokens answer) {
        return answer.body().path("problem").asText().replace(TYPES, "");
    }
}
