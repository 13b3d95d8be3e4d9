package io.github.phonelatch.action;

/** The question to a person who comes to the required action. */
enum Asked {
    /** A number, and a code to it. */
    NUMBER(""),
    /** A code to the current number, and then another number. */
    CURRENT_THEN_OTHER("phonelatchCurrentChange"),
    /** A code to the current number, which is verified again by it. */
    CURRENT_AGAIN("phonelatchCurrentAgain"),
    /** A code to the current number, since another factor is about to be added, or the number removed. Nothing else changes. */
    CURRENT_BEFORE_FACTOR("phonelatchCurrentFactor");

    private final String reason;

    Asked(String reason) {
        this.reason = reason;
    }

    /** The key of the sentence that tells the person why, empty where the page itself does. */
    String reason() {
        return reason;
    }
}
