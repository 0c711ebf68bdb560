package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.TestServices;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Instances that want the same lease, which lasts longer than any test: it ends when the test says so. */
class LeaseTest {
    private static DataSource database;

    private final String name = UUID.randomUUID().toString();
    private final Lease one = lease();
    private final Lease other = lease();

    @BeforeAll
    static void tables() {
        database = TestServices.postgres().createDatabase("lease_test");
        new ResourceDatabasePopulator(new ClassPathResource("db/messaging/V1__messaging.sql")).execute(database);
    }

    private Lease lease() {
        return new Lease(database, name, Duration.ofHours(1));
    }

    @Test
    void one_instance_has_it_until_it_releases_it() {
        assertThat(one.hold()).isTrue();
        assertThat(other.hold()).isFalse();
        assertThat(one.hold()).isTrue();

        one.release();

        assertThat(other.hold()).isTrue();
        assertThat(one.hold()).isFalse();
    }

    @Test
    void when_it_has_ended_another_instance_gets_it_and_the_first_one_learns_that_when_it_renews_it() {
        assertThat(one.hold()).isTrue();
        end();
        assertThat(other.hold()).isTrue();
        assertThat(one.hold()).as("until it renews it").isTrue();

        one.doubt();
        other.doubt();

        assertThat(one.hold()).isFalse();
        assertThat(other.hold()).isTrue();
    }

    @Test
    void an_instance_that_has_lost_it_does_not_release_it() {
        assertThat(one.hold()).isTrue();
        end();
        assertThat(other.hold()).isTrue();

        one.release();

        assertThat(lease().hold()).isFalse();
    }

    private void end() {
        JdbcClient.create(database)
                .sql("update shedlock set lock_until = timezone('utc', now()) where name = ?")
                .param(name)
                .update();
    }
}
