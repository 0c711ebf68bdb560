package io.caseline.tellers;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.DirectoryKind;
import io.caseline.messages.PersonName;
import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import io.caseline.schemas.TraceParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/** The systems around the processor: the source of the directory, a gateway that sends commands, a subscriber. */
@TestComponent
public class Pipeline {
    private final List<ConsumerRecord<String, TellerEvent>> received = new CopyOnWriteArrayList<>();
    private final KafkaOperations<String, Object> kafka;
    private final Sealing sealing;
    private final JdbcClient jdbc;

    public Pipeline(ProducerFactory<String, Object> producers, Sealing sealing, JdbcClient jdbc) {
        this.kafka = new KafkaTemplate<>(
                producers, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "pipeline-" + UUID.randomUUID()));
        this.sealing = sealing;
        this.jdbc = jdbc;
    }

    @KafkaListener(
            id = "subscriber",
            topics = {Topic.Names.TELLERS_EVENTS, Topic.Names.TELLERS_STATE, Topic.Names.TELLERS_REPLIES})
    void receive(List<ConsumerRecord<String, TellerEvent>> records) {
        received.addAll(records);
    }

    /** A merchant with a store; every test has its own. */
    public record Merchant(String id, String store) {}

    public Merchant merchant() {
        return merchant(false);
    }

    public Merchant merchant(boolean insightPartner) {
        Merchant merchant = new Merchant("m" + ThreadLocalRandom.current().nextInt(1_000_000_000), "CC970");
        publish(merchantEntry(merchant.id(), 1, true, insightPartner).build());
        publish(storeEntry(merchant.id(), merchant.store(), 1, true, true).build());
        return merchant;
    }

    /** A teller of the merchant by the name of Zoë Müller. */
    public String teller(Merchant merchant) {
        String teller = "t" + UUID.randomUUID();
        publish(tellerEntry(merchant.id(), teller, 1, "Active", "Zoë", "Müller").build());
        return teller;
    }

    /** An open account of a Zoe Mueller's namesake that matches {@link #teller}, two days old. */
    public UUID account() {
        UUID account = UUID.randomUUID();
        publish(accountEntry(account, 1, "Open", "zoe", " MULLER").build());
        return account;
    }

    public static DirectoryEntry.Builder merchantEntry(String id, long version, boolean enabled, boolean insight) {
        return entry(DirectoryKind.MERCHANT, "merchant|" + id, version)
                .setMerchantId(id)
                .setEnabled(enabled)
                .setInsightPartner(insight);
    }

    public static DirectoryEntry.Builder storeEntry(
            String merchant, String id, long version, boolean enabled, boolean association) {
        return entry(DirectoryKind.STORE, "store|" + merchant + "|" + id, version)
                .setMerchantId(merchant)
                .setStoreId(id)
                .setEnabled(enabled)
                .setAssociationEnabled(association);
    }

    public DirectoryEntry.Builder tellerEntry(
            String merchant, String id, long version, String status, String first, String last) {
        String entity = "teller|" + merchant + "|" + id;
        return entry(DirectoryKind.TELLER, entity, version)
                .setMerchantId(merchant)
                .setTellerId(id)
                .setStatus(status)
                .setSealedName(name(entity, first, last));
    }

    public DirectoryEntry.Builder accountEntry(UUID id, long version, String status, String first, String last) {
        String entity = "account|" + id;
        return entry(DirectoryKind.ACCOUNT, entity, version)
                .setAccountId(id)
                .setStatus(status)
                .setSealedName(name(entity, first, last))
                .setFeePlan("Standard")
                .setOpenedAt(Instant.now().minus(Duration.ofDays(2)));
    }

    private static DirectoryEntry.Builder entry(DirectoryKind kind, String entityId, long version) {
        return DirectoryEntry.newBuilder()
                .setKind(kind)
                .setEntityId(entityId)
                .setVersion(version)
                .setUpdatedAt(Instant.now());
    }

    public ByteBuffer name(String entity, String first, String last) {
        try {
            return sealing.seal(new PersonName(first, last).toByteBuffer(), entity + "|name");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ByteBuffer sealed(String plain, String associatedData) {
        return sealing.seal(plain.getBytes(StandardCharsets.UTF_8), associatedData);
    }

    /** Sends the entry, and waits until the directory has its version. */
    public void publish(DirectoryEntry entry) {
        send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> version(entry) >= entry.getVersion());
    }

    public void send(String topic, String key, @Nullable Object value) {
        kafka.executeInTransaction(
                operations -> operations.send(topic, key, value).join());
    }

    private long version(DirectoryEntry entry) {
        String row = switch (entry.getKind()) {
            case MERCHANT -> "merchant where 'merchant|' || merchant_id";
            case STORE -> "store where 'store|' || merchant_id || '|' || store_id";
            case TELLER -> "teller where 'teller|' || merchant_id || '|' || teller_id";
            case ACCOUNT -> "account where 'account|' || account_id";
            case UNKNOWN -> throw new IllegalArgumentException();
        };
        return jdbc.sql("select version from " + row + " = ?")
                .param(entry.getEntityId())
                .query(Long.class)
                .optional()
                .orElse(-1L);
    }

    public static AssociateTellerCard.Builder command(Merchant merchant, String teller) {
        return AssociateTellerCard.newBuilder()
                .setCorrelationId(UUID.randomUUID())
                .setRequestId("test101")
                .setMerchantId(merchant.id())
                .setStoreId(merchant.store())
                .setRegisterId("01")
                .setUserId(teller)
                .setTellerId(teller)
                .setRequestDateTime(Instant.now())
                .setReceivedAt(Instant.now());
    }

    public static AssociateTellerCard command(Merchant merchant, String teller, UUID account) {
        return command(merchant, teller).setAccountIdentifier(account).build();
    }

    public AssociateTellerCard commandByNumber(Merchant merchant, String teller, String number) {
        AssociateTellerCard.Builder command = command(merchant, teller);
        return command.setSealedAccountNumber(
                        sealed(number, command.getCorrelationId().toString()))
                .build();
    }

    /** Sends commands that become visible at once, so that those of one teller come in one batch. */
    public void submit(AssociateTellerCard... commands) {
        kafka.executeInTransaction(operations -> {
            for (AssociateTellerCard command : commands) {
                String key = command.getMerchantId() + "|" + command.getTellerId();
                ProducerRecord<String, Object> record =
                        new ProducerRecord<>(Topic.Names.TELLERS_COMMANDS, key, command);
                MessageHeaders.addWaitUntil(Instant.now().plus(Duration.ofDays(7)), record.headers());
                MessageHeaders.addSendId(UUID.randomUUID(), record.headers());
                trace(command).addTo(record.headers());
                operations.send(record).join();
            }
            return true;
        });
    }

    /** Every command has a trace of its own. */
    public static TraceParent trace(AssociateTellerCard command) {
        String id = command.getCorrelationId().toString().replace("-", "");
        return new TraceParent("00-" + id + "-b7ad6b7169203331-01");
    }

    /** Sends the command and waits for its reply. */
    public TellerEvent replyTo(AssociateTellerCard command) {
        int before = replies(command).size();
        submit(command);
        return awaitReplies(command, before + 1).getLast();
    }

    public List<TellerEvent> awaitReplies(AssociateTellerCard command, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> replies(command).size() >= count);
        return replies(command);
    }

    public List<TellerEvent> replies(AssociateTellerCard command) {
        return received(Topic.Names.TELLERS_REPLIES, command).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    /** The events of the command's outcomes, as {@link #allEvents} finds them. */
    public List<ConsumerRecord<String, TellerEvent>> events(AssociateTellerCard command) {
        return allEvents(command).stream().filter(Pipeline::isOutcome).toList();
    }

    private static boolean isOutcome(ConsumerRecord<String, TellerEvent> event) {
        return event.value().getType() == TellerEventType.ASSOCIATED
                || event.value().getType() == TellerEventType.REJECTED;
    }

    /** All events of the command; waits for an event of a later command of the same teller, so that none is missing. */
    public List<ConsumerRecord<String, TellerEvent>> allEvents(AssociateTellerCard command) {
        AssociateTellerCard later = AssociateTellerCard.newBuilder(command)
                .setCorrelationId(UUID.randomUUID())
                .setStoreId("no such store")
                .build();
        submit(later);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        received(Topic.Names.TELLERS_EVENTS, later).stream().anyMatch(Pipeline::isOutcome));
        return received(Topic.Names.TELLERS_EVENTS, command);
    }

    public List<ConsumerRecord<String, TellerEvent>> received(String topic, AssociateTellerCard command) {
        return received.stream()
                .filter(record -> record.topic().equals(topic)
                        && record.value().getCorrelationId().equals(command.getCorrelationId()))
                .toList();
    }

    public long count(String table, String column, Object value) {
        return jdbc.sql("select count(*) from " + table + " where " + column + " = ?")
                .param(value)
                .query(Long.class)
                .single();
    }
}
