package io.caseline.trials.bench;

import io.caseline.trials.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Copies of the tables that teller-processor writes, in a schema of their own. */
record TableCopies(Database database) {
    static final String SCHEMA = "bench";

    /** A table comes after those that it refers to. */
    private static final List<String> TABLES = List.of(
            "teller",
            "account",
            "received_command",
            "teller_card",
            "teller_card_history",
            "fee_plan_history",
            "teller_outcome",
            "outbox");

    /** Creates the copies anew, filled as before the first association. */
    void create() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists %1$s cascade; create schema %1$s".formatted(SCHEMA));
            for (String table : TABLES) {
                statement.execute("create table %1$s.%2$s (like public.%2$s including all)".formatted(SCHEMA, table));
            }
            for (String parameter : storageParameters(statement)) {
                statement.execute(parameter);
            }
            statement.execute("insert into %1$s.teller select * from public.teller".formatted(SCHEMA));
            statement.execute("""
                    insert into %1$s.account select account_id, version, status, sealed_name, card_fingerprint,
                        registration_fingerprint, 'Standard', opened_at from public.account""".formatted(SCHEMA));
            List<String> foreignKeys = foreignKeys(statement);
            statement.execute("set search_path = " + SCHEMA);
            for (String foreignKey : foreignKeys) {
                statement.execute(foreignKey);
            }
            statement.execute("vacuum analyze %1$s.account, %1$s.teller".formatted(SCHEMA));
        }
    }

    /** {@code LIKE} leaves them out. Table names have no schema, so that the search path decides. */
    private static List<String> foreignKeys(Statement statement) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String table : TABLES) {
            try (ResultSet rows = statement.executeQuery("select pg_get_constraintdef(oid) from pg_constraint"
                    + " where contype = 'f' and conrelid = 'public." + table + "'::regclass")) {
                while (rows.next()) {
                    found.add("alter table " + table + " add " + rows.getString(1));
                }
            }
        }
        return found;
    }

    /** Storage parameters such as the fill factor: {@code LIKE} leaves them out, too. */
    private static List<String> storageParameters(Statement statement) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String table : TABLES) {
            try (ResultSet rows = statement.executeQuery(
                    "select unnest(reloptions) from pg_class where oid = 'public." + table + "'::regclass")) {
                while (rows.next()) {
                    found.add("alter table %s.%s set (%s)".formatted(SCHEMA, table, rows.getString(1)));
                }
            }
        }
        return found;
    }
}
