package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messaging.testing.ListenerControl;
import io.caseline.schemas.Topic;
import io.caseline.tellers.Crashes;
import io.caseline.tellers.TellerAndAccountTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Promise 3, one event: each command is decided once and has one event, whatever is lost. */
@Import(ListenerControl.class)
@DirtiesContext
class OneEventTest extends TellerAndAccountTest {
    private static final String LISTENER = "teller-processor";

    @Autowired
    ListenerControl listeners;

    @Autowired
    KafkaAdmin admin;

    @Autowired
    TransactionTemplate transaction;

    @AfterEach
    void the_listener_runs() {
        listeners.start(LISTENER);
    }

    @Test
    void a_commit_whose_response_is_lost_is_not_made_twice() {
        AssociateTellerCard command = associate();
        AssociateTellerCard tooYoung = commandForYoungAccount();
        Crashes.loseResponseOfNextCommit();
        pipeline.submit(command, tooYoung);

        assertDecidedOnce(command);
        assertDecidedOnce(tooYoung);
    }

    @Test
    void lost_group_offsets_decide_nothing_twice() throws Exception {
        AssociateTellerCard command = associate();
        AssociateTellerCard tooYoung = commandForYoungAccount();
        pipeline.submit(command, tooYoung);
        pipeline.awaitReplies(tooYoung, 1);
        listeners.stop(LISTENER);
        try (Admin kafka = Admin.create(admin.getConfigurationProperties())) {
            kafka.deleteConsumerGroups(List.of(LISTENER)).all().get();
        }
        listeners.start(LISTENER);

        assertDecidedOnce(command);
        assertDecidedOnce(tooYoung);
    }

    @Test
    void a_database_restored_from_a_backup_older_than_the_event_publishes_it_once() {
        jdbc.sql("create table backup_position as select * from listener_position")
                .update();
        jdbc.sql("create table backup_progress as select * from outbox_progress")
                .update();
        AssociateTellerCard command = associate();
        pipeline.replyTo(command);
        assertThat(pipeline.events(command)).hasSize(1);
        listeners.stop(LISTENER);
        transaction.executeWithoutResult(status -> restore());
        listeners.start(LISTENER);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.count("teller_outcome", "teller_id", teller) >= 2);

        assertDecidedOnce(command);
        assertThat(pipeline.count("teller_card", "account_id", account)).isEqualTo(1);
    }

    /** To a moment before the first command of this test. */
    private void restore() {
        List.of("teller_card", "teller_card_history", "teller_outcome")
                .forEach(table -> jdbc.sql("delete from " + table + " where teller_id = ?")
                        .param(teller)
                        .update());
        jdbc.sql("delete from fee_plan_history where account_id = ?")
                .param(account)
                .update();
        jdbc.sql("update account set fee_plan = 'Standard' where account_id = ?")
                .param(account)
                .update();
        jdbc.sql("delete from listener_position").update();
        jdbc.sql("insert into listener_position select * from backup_position").update();
        jdbc.sql("drop table backup_position").update();
        jdbc.sql("delete from outbox_progress").update();
        jdbc.sql("insert into outbox_progress select * from backup_progress").update();
        jdbc.sql("drop table backup_progress").update();
    }

    @Test
    void commands_that_kafka_has_deleted_are_reported_as_a_gap_and_the_others_are_decided() throws Exception {
        pipeline.replyTo(associate());
        listeners.stop(LISTENER);
        AssociateTellerCard lost = associate();
        pipeline.submit(lost);
        try (Admin kafka = Admin.create(admin.getConfigurationProperties())) {
            TopicPartition partition = partition(lost);
            kafka.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
        AssociateTellerCard next = associate();
        pipeline.submit(next);
        listeners.start(LISTENER);

        assertThat(pipeline.awaitReplies(next, 1)).hasSize(1);
        assertThat(pipeline.count("teller_outcome", "correlation_id", lost.getCorrelationId()))
                .isZero();
        assertThat(jdbc.sql(
                                "update position_gap set acknowledged_at = now() where topic = ? and acknowledged_at is null")
                        .param(Topic.Names.TELLERS_COMMANDS)
                        .update())
                .isEqualTo(1);
    }

    private static TopicPartition partition(AssociateTellerCard command) {
        byte[] key = (command.getMerchantId() + "|" + command.getTellerId()).getBytes(StandardCharsets.UTF_8);
        int partition = Utils.toPositive(Utils.murmur2(key)) % Topic.PARTITIONS;
        return new TopicPartition(Topic.Names.TELLERS_COMMANDS, partition);
    }

    private void assertDecidedOnce(AssociateTellerCard command) {
        assertThat(pipeline.allEvents(command))
                .extracting(event -> event.value().getAttempts())
                .as("received, then decided")
                .containsExactly(0, 1);
        assertThat(pipeline.events(command))
                .singleElement()
                .satisfies(event -> assertThat(event.value().getAttempts()).isEqualTo(1));
        assertThat(jdbc.sql("select attempts from teller_outcome where correlation_id = ?")
                        .param(command.getCorrelationId())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }
}
