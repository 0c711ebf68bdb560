package io.caseline.trials.chaos;

/** Where a case or an association is on its way when a fault happens. */
enum FaultPoint {
    RECEIVED(Server.POSTGRES, "the inbox has committed, the listener does not know"),
    CLAIMED(Server.SALESFORCE, "cases are claimed, the call is not made"),
    CALLED(Server.SALESFORCE, "Salesforce has the cases, the ledger does not"),
    DECIDED(Server.POSTGRES, "the outcomes are committed, the processor does not know"),
    UNANSWERED(Server.KAFKA, "the outcomes are committed, no reply is sent"),
    UNPUBLISHED(Server.KAFKA, "the outcomes are committed, the outbox is not published"),
    TRANSACTION_OPEN(Server.KAFKA, "Kafka has the events, their transaction is open"),
    PUBLISHED(Server.KAFKA, "Kafka has committed the events, the outbox still has them"),
    CLEARED(Server.POSTGRES, "the outbox is cleared, the publisher does not know");

    /** What a processor talks to, each through a tap. */
    enum Server {
        KAFKA,
        POSTGRES,
        SALESFORCE
    }

    private final Server server;
    private final String words;

    FaultPoint(Server server, String words) {
        this.server = server;
        this.words = words;
    }

    /** Whose tap sees a processor come to this point. */
    Server server() {
        return server;
    }

    @Override
    public String toString() {
        return words;
    }
}
