package io.caseline.trials.chaos;

/** A state of processing at which a fault is injected. */
enum FaultPoint {
    RECEIVED(Server.POSTGRES, "the inbox has committed, the listener has not noticed"),
    CLAIMED(Server.SALESFORCE, "cases are claimed, the call is not made"),
    CALLED(Server.SALESFORCE, "Salesforce has the cases, the ledger does not"),
    DECIDED(Server.POSTGRES, "the outcomes are committed, the processor has not noticed"),
    UNREPLIED(Server.KAFKA, "the outcomes are committed, no reply is sent"),
    UNPUBLISHED(Server.KAFKA, "the outcomes are committed, the outbox is not published"),
    TRANSACTION_OPEN(Server.KAFKA, "Kafka has the events, their transaction is open"),
    PUBLISHED(Server.KAFKA, "Kafka has committed the events, the outbox still has them"),
    CLEARED(Server.POSTGRES, "the outbox is cleared, the publisher has not noticed"),
    STARTED(Server.POSTGRES, "a replay is started, the operator has no response"),
    FEEDING(Server.POSTGRES, "failed cases become due again, their commit is not sent"),
    FED(Server.POSTGRES, "failed cases are due again, the replay has not noticed"),
    REPLAYED(Server.POSTGRES, "the outcomes of a replay are committed, the processor has not noticed");

    /** A server that a processor connects to through a proxy. */
    enum Server {
        KAFKA,
        POSTGRES,
        SALESFORCE
    }

    private final Server server;
    private final String description;

    FaultPoint(Server server, String description) {
        this.server = server;
        this.description = description;
    }

    /** The server whose proxy recognizes the point. */
    Server server() {
        return server;
    }

    @Override
    public String toString() {
        return description;
    }
}
