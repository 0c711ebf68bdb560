package io.caseline.tellers.association;

/**
 * What a submission gets.
 *
 * @param decidedNow whether this submission made the outcome what it is
 */
record Answer(Submission submission, Outcome outcome, boolean decidedNow) {

    /** A deferred request has no outcome yet that anybody could be told. */
    boolean isDeferred() {
        return outcome.state() == Outcome.State.DEFERRED;
    }
}
