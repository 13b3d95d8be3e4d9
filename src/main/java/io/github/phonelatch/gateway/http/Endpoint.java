package io.github.phonelatch.gateway.http;

/** The three calls to a provider. */
public enum Endpoint {
    SEND("Send"),
    VERIFY("Check of a code"),
    TEMPLATE("Reading a template");

    private final String inWords;

    Endpoint(String inWords) {
        this.inWords = inWords;
    }

    String inWords() {
        return inWords;
    }
}
