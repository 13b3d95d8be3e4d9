package io.github.phonelatch.challenge;

/** What became of the wish to send one message. */
sealed interface Reservation {

    /** This request sends it. */
    record Ours(ReservedMessage message) implements Reservation {}

    /** A message is alive and was joined, or none may be sent. */
    record Answered(RequestResult result) implements Reservation {}

    /** The provider holds another code for this number and template. */
    record AlreadyOut(Refusal refusal) implements Reservation {}

    /** Another request reserved the message, and what became of it is not stored yet. */
    record Unsettled() implements Reservation {}

    /** Another request for the same message is acquiring the limits. */
    record Awaited() implements Reservation {}

    static Reservation refused(Refusal refusal) {
        return new Answered(new RequestResult.Refused(refusal));
    }
}
