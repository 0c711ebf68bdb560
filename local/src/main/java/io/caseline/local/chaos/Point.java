package io.caseline.local.chaos;

/** Where a batch is on its way when something happens to it. */
enum Point {
    AFTER_SALESFORCE("Salesforce has the cases, the ledger does not know"),
    BEFORE_EVENTS("the database has the outcomes, Kafka has nothing"),
    BEFORE_COMMIT("Kafka has the events, their transaction is open"),
    AFTER_COMMIT("Kafka has committed, the processor was not told");

    private final String words;

    Point(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
