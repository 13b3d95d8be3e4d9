package io.github.phonelatch.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What came back over HTTP, before it is asked what that means for a person. No variant prints a body. */
public sealed interface Reply {

    /** Whether this says that the provider, or the way to it, is not well. */
    boolean isOutage();

    /**
     * A JSON object.
     *
     * @param isSuccess whether status and body say that what was asked was done
     */
    record Answer(int status, ObjectNode body, boolean isSuccess) implements Reply {
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

    /** Nobody was asked, for a reason of our own. */
    record NotAsked(String why) implements Reply {
        @Override
        public boolean isOutage() {
            return false;
        }
    }

    /** Whether this HTTP status is one of success. */
    static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static boolean isOutage(int status) {
        return status >= 500 || status == 429;
    }
}
