package io.caseline.tellers.database;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Says which transaction manager is the database's: the Kafka one would make Boot's back off. */
@Configuration
class DatabaseConfiguration {

    @Bean
    @Primary
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    TransactionTemplate databaseTransaction(JdbcTransactionManager transactionManager) {
        return new TransactionTemplate(transactionManager);
    }
}
