package io.github.phonelatch.tools.simulator;

/**
 * What the provider's documents leave open, as switches. The defaults are the answers that are hardest on a client.
 *
 * @param windowEndsOnVerify a verified message no longer blocks the next one
 * @param failedSendsOpenWindow a refused send blocks the next one as an accepted one does
 * @param windowAppliesToOwnCodes messages with the caller's own code are blocked, and block, as well
 * @param unapprovedIs3013 an unapproved template is answered with 3013 instead of 3003
 * @param wrongCodeIsError a wrong code is answered with 400 and 3003 instead of {@code verified: false}
 * @param attemptLimit wrong attempts after which a message answers 3003 to everything; 0 for none
 */
public record Behaviour(
        boolean windowEndsOnVerify,
        boolean failedSendsOpenWindow,
        boolean windowAppliesToOwnCodes,
        boolean unapprovedIs3013,
        boolean wrongCodeIsError,
        int attemptLimit) {

    public static final Behaviour DEFAULT = new Behaviour(false, false, true, false, false, 0);

    public Behaviour {
        if (attemptLimit < 0) {
            throw new IllegalArgumentException("tryLimit is 0 for none, or more");
        }
    }

    public Behaviour withWindowEndsOnVerify(boolean on) {
        return new Behaviour(
                on, failedSendsOpenWindow, windowAppliesToOwnCodes, unapprovedIs3013, wrongCodeIsError, attemptLimit);
    }

    public Behaviour withFailedSendsOpenWindow(boolean on) {
        return new Behaviour(
                windowEndsOnVerify, on, windowAppliesToOwnCodes, unapprovedIs3013, wrongCodeIsError, attemptLimit);
    }

    public Behaviour withWindowAppliesToOwnCodes(boolean on) {
        return new Behaviour(
                windowEndsOnVerify, failedSendsOpenWindow, on, unapprovedIs3013, wrongCodeIsError, attemptLimit);
    }

    public Behaviour withUnapprovedIs3013(boolean on) {
        return new Behaviour(
                windowEndsOnVerify, failedSendsOpenWindow, windowAppliesToOwnCodes, on, wrongCodeIsError, attemptLimit);
    }

    public Behaviour withWrongCodeIsError(boolean on) {
        return new Behaviour(
                windowEndsOnVerify, failedSendsOpenWindow, windowAppliesToOwnCodes, unapprovedIs3013, on, attemptLimit);
    }

    public Behaviour withAttemptLimit(int limit) {
        return new Behaviour(
                windowEndsOnVerify,
                failedSendsOpenWindow,
                windowAppliesToOwnCodes,
                unapprovedIs3013,
                wrongCodeIsError,
                limit);
    }
}
