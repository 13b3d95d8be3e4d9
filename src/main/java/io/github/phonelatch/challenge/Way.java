package io.github.phonelatch.challenge;

/** Which of the realm's two templates carries the code. */
public enum Way {
    DEFAULT,
    /** Another channel, such as a call, for a lost message, a landline, or while the provider refuses a second message. */
    ALTERNATIVE;

    public Way other() {
        return this == DEFAULT ? ALTERNATIVE : DEFAULT;
    }
}
