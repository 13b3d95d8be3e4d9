package io.github.phonelatch.tools.mover;

import com.fasterxml.jackson.databind.JsonNode;

/** What Keycloak answered; a missing node where it was no JSON. */
record Reply(int status, JsonNode body) {
    private static final int LONGEST_REASON = 200;

    boolean ok() {
        return status / 100 == 2;
    }

    /** The status and what Keycloak says about it, if anything. */
    String reason() {
        for (String field : new String[] {"errorMessage", "error_description", "error"}) {
            String text = body.path(field).asText();
            if (!text.isEmpty()) {
                return status + " " + text.substring(0, Math.min(text.length(), LONGEST_REASON));
            }
        }
        return Integer.toString(status);
    }

    /** Answers may hold whole people. */
    @Override
    public String toString() {
        return "reply " + status;
    }
}
