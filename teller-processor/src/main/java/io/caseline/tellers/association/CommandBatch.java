package io.caseline.tellers.association;

import java.util.List;

/** Commands that are decided in one transaction, or each in its own if the database refuses them together. */
interface CommandBatch {

    /**
     * Claims the commands in the transaction that decides them.
     *
     * @return those that nobody has decided meanwhile
     */
    List<Submission> claim();

    /** Is called last in that transaction; should it throw, nothing is kept. */
    default void beforeCommit() {}

    /** The same commands, each as a batch of its own. */
    List<CommandBatch> singles();
}
