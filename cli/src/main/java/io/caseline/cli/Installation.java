package io.caseline.cli;

import io.caseline.schemas.Sealing;

/** The installation that a command works on if its options do not name one. */
public interface Installation {

    KafkaConnection kafka();

    /** The keys that seal personal data. */
    Sealing sealing();

    /** The database of teller-processor. */
    DatabaseConnection tellerDatabase();

    /** The operations API of case-processor. */
    OperationsConnection operations();
}
