package io.github.phonelatch.support;

/** The store could not be asked, or did not commit. Means "deny", never "absent". */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
