package io.github.phonelatch.gateway.engagelab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/** What came back over HTTP, before anybody asks what it means for a person. No variant prints a body. */
sealed interface Reply {

    /** Whether this says that the provider, or the way to it, is not well. */
    boolean isOutage();

    /** A JSON object. */
    record Answer(int status, ObjectNode body) implements Reply {
        boolean isSuccess() {
            return Reply.isSuccess(status) && (!body.hasNonNull("code") || code().orElse(-1) == 0);
        }

        /** Leniently a number or a text of digits; empty where there is none, or nothing to be understood. */
        OptionalInt code() {
            JsonNode code = body.path("code");
            if (code.canConvertToInt() && code.isIntegralNumber()) {
                return OptionalInt.of(code.intValue());
            }
            if (code.isTextual() && code.textValue().matches("[0-9]{1,9}")) {
                return OptionalInt.of(Integer.parseInt(code.textValue()));
            }
            return OptionalInt.empty();
        }

        @Override
        public boolean isOutage() {
            return Reply.isOutage(status);
        }

        @Override
        public String toString() {
            return "Answer[status=" + status + "]";
        }
    }

    /** A reply that is no JSON object, or too long. */
    record Unreadable(int status, String why) implements Reply {
        @Override
        public boolean isOutage() {
            return Reply.isOutage(status);
        }
    }

    /**
     * No reply, or only a part of one.
     *
     * @param left whether the request, or a part of it, may have been written
     */
    record Broken(boolean left, boolean timedOut, String why) implements Reply {
        @Override
        public boolean isOutage() {
            return true;
        }
    }

    /** We did not ask, for a reason of our own. */
    record NotAsked(String why) implements Reply {
        @Override
        public boolean isOutage() {
            return false;
        }
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static boolean isOutage(int status) {
        return status >= 500 || status == 429;
    }
}
