package io.caseline.trials.chaos;

import io.caseline.cli.DatabaseConnection;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Secrets;
import io.caseline.trials.Database;
import java.sql.SQLException;
import java.util.List;

/** Checks of the tables that both processors have. */
final class ProcessorDatabase {

    private ProcessorDatabase() {}

    /** The server may be killed during a query: connections have timeouts. */
    static Database connect(String name, Ports ports, Secrets secrets) {
        DatabaseConnection plain = ports.database(name, secrets);
        return new Database(new DatabaseConnection(
                plain.url() + "?loginTimeout=5&socketTimeout=60", plain.user(), plain.password()));
    }

    /** The events that are still in the outbox, a line each. */
    static List<String> unpublished(Database database) throws SQLException {
        return database.query(
                "SELECT 'event ' || event_id || ' is not published' FROM outbox", row -> row.getString(1));
    }

    /** Commands that a listener found missing, a line for each gap. No fault deletes any that the database lacks. */
    static List<String> gaps(Database database) throws SQLException {
        return database.query(
                "SELECT topic || '-' || partition_number || ' from ' || first_offset || ' to ' || last_offset"
                        + " FROM position_gap",
                row -> row.getString(1));
    }
}
