package io.caseline.local.demo;

import io.caseline.cli.CliException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The tellers' database, told to refuse the cards of some tellers: how code 860 comes about. */
final class RefusingDatabase {

    private final String url;
    private final String password;

    RefusingDatabase(String url, String password) {
        this.url = url;
        this.password = password;
    }

    void refuse() {
        execute("""
                create or replace function demo_refuse() returns trigger language plpgsql as $$
                begin
                    raise exception 'the demo has this card refused';
                end $$;
                create or replace trigger demo_refuses before insert on teller_card
                    for each row when (new.teller_id like '%s%%') execute function demo_refuse();
                """.formatted(CardIds.UNSAVEABLE));
    }

    void relent() {
        execute("drop trigger if exists demo_refuses on teller_card; drop function if exists demo_refuse()");
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url, "tellers", password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new CliException("the tellers' database does not take the demo's trigger: " + e.getMessage(), e);
        }
    }
}
