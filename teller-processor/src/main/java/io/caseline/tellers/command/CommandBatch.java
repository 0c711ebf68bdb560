package io.caseline.tellers.command;

import java.util.List;

/** Commands that are decided in one transaction, or one by one if the database refuses to store them together. */
public interface CommandBatch {

    /**
     * Claims the commands in the transaction that decides them.
     *
     * @return the commands that nobody has decided meanwhile
     */
    List<Command> claim();

    /** Called last in that transaction. If it throws, nothing is stored. */
    default void beforeCommit() {}

    /** The same commands, each in a batch of its own. */
    List<CommandBatch> singles();
}
