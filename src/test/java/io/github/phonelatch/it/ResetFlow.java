package io.github.phonelatch.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.RealmAdmin;

/** The executions of the school realm's reset flow. */
record ResetFlow(RealmAdmin realm) {
    /** The id of the execution with that provider. */
    String execution(String provider) {
        for (JsonNode execution : realm.get("authentication/flows/school%20reset/executions")) {
            if (provider.equals(execution.path("providerId").asText())) {
                return execution.get("id").asText();
            }
        }
        throw new AssertionError("no " + provider);
    }
}
