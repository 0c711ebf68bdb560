package io.caseline.cases.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.caseline.messaging.testing.TestServices;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database of a test's own, with the application's tables. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HikariDataSource dataSource = new HikariDataSource();
    public final JdbcClient jdbc;
    public final TransactionTemplate transaction;

    public TestDatabase() {
        dataSource.setDataSource(TestServices.postgres().createDatabase("test_" + NUMBER.incrementAndGet()));
        dataSource.setMaximumPoolSize(4);
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/messaging", "classpath:db/migration")
                .load()
                .migrate();
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** Runs it in another thread, and so outside of this one's transaction. */
    public <T> T elsewhere(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action).join();
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
