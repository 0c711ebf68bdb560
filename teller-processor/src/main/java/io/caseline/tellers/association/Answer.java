package io.caseline.tellers.association;

/**
 * What a submission gets.
 *
 * @param eventDue whether the outcome is yet to be told to everybody, not only to whoever waits
 */
record Answer(Submission submission, Outcome outcome, boolean eventDue) {}
