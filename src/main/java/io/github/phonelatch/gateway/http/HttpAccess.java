package io.github.phonelatch.gateway.http;

import java.util.List;

/** How a provider is reached, read from server options once when the server starts. Prints itself without secrets. */
public interface HttpAccess {

    /** What all HTTP providers have. */
    HttpOptions http();

    /** Value of the header {@code Authorization} of every request. */
    String authorization();

    /** What must never stand in the log, even where the provider repeats it in a reply. */
    List<String> secrets();
}
