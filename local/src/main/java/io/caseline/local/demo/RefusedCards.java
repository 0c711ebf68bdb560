package io.caseline.local.demo;

import io.caseline.cli.CliException;
import io.caseline.cli.DatabaseConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A trigger that makes the database refuse the cards of some tellers, which leads to response code 860. */
final class RefusedCards {

    private final DatabaseConnection database;

    RefusedCards(DatabaseConnection database) {
        this.database = database;
    }

    void install() {
        execute("""
                create or replace function demo_refuse() returns trigger language plpgsql as $$
                begin
                    raise exception 'the demo refuses this card';
                end $$;
                create or replace trigger demo_refuses before insert on teller_card
                    for each row when (new.teller_id like '%s%%') execute function demo_refuse();
                """.formatted(CardIds.UNSAVEABLE));
    }

    void remove() {
        execute("drop trigger if exists demo_refuses on teller_card; drop function if exists demo_refuse()");
    }

    private void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new CliException("the trigger of the demo could not be changed: " + e.getMessage(), e);
        }
    }
}
