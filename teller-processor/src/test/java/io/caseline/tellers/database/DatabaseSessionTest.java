package io.caseline.tellers.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.tellers.WholeApplicationTest;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A host that vanishes does not block the other side for ever. */
class DatabaseSessionTest extends WholeApplicationTest {
    @Autowired
    DataSource database;

    @Test
    void neither_side_waits_for_ever_for_a_host_that_vanished() throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(150_000);
        }
        assertThat(jdbc.sql("show tcp_keepalives_idle").query(String.class).single())
                .isEqualTo("30");
    }
}
