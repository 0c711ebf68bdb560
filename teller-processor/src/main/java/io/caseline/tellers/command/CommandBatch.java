package io.caseline.tellers.command;

import java.util.List;

/** Commands that are decided in one transaction, or one by one if the database refuses to store them together. */
public interface CommandBatch {

    /**
     * Takes the commands that no earlier transaction has handled. A repeat may have an outcome already. Runs first in the
     * transaction that decides them, and makes sure that no other transaction takes them, too.
     */
    List<Command> take();

    /**
     * Sends the records of the batch that cannot be read to the dead letters. Runs right before the commit, so that a batch
     * that is tried again does not send them each time. If it throws, nothing is stored.
     */
    default void sendDeadLetters() {}

    /** The same commands, each in a batch of its own. */
    List<CommandBatch> singles();
}
