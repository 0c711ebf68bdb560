package io.caseline.trials.chaos;

/** Type of fault. */
enum FaultType {
    KILL("kill -9 of the processor"),
    FREEZE("processor frozen until another has taken over"),
    LOSE_RESPONSE("the response to a commit is lost"),
    KILL_BOTH("kill -9 of both processors"),
    KILL_GATEWAY("kill -9 of the gateway"),
    KILL_KAFKA("kill -9 of Kafka"),
    KILL_BROKER("kill -9 of one of three Kafka brokers"),
    KILL_POSTGRES("kill -9 of PostgreSQL"),
    DELETE_COMMANDS("Kafka deletes the commands that are in the database"),
    DELETE_OFFSETS("the group offsets are deleted"),
    REFUSE_PROGRAM("the org refuses all records of one program");

    private final String description;

    FaultType(String description) {
        this.description = description;
    }

    @Override
    public String toString() {
        return description;
    }
}
