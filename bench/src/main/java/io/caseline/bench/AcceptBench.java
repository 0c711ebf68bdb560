package io.caseline.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How many cases a second the gateway accepts: token, validation, sealing, Avro and acks=all included, answered as soon
 * as each is durable. Beside it, in the same run, the same bytes by a bare producer and a bare 202 by the same server.
 *
 * @param gateway its address
 * @param gatewayPid its process, for the processor time
 * @param token for the program {@code gobank}
 */
public record AcceptBench(
        InetSocketAddress gateway,
        long gatewayPid,
        String brokers,
        String token,
        int connections,
        Duration warmUp,
        Duration duration) {
    private static final String BODY = """
            {"subject":"Lost card","firstName":"Ada","lastName":"Lovelace","customerQuestion":"I lost my card yesterday \
            on the way home from work, somewhere between the bus stop and my front door. I have looked everywhere. \
            How do I get a new one, and will my automatic payments go on meanwhile? Thank you very much for your help!",\
            "emailAddress":"ada.lovelace@example.com","accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4",\
            "accountHolderIdentifier":"5843e05d-f367-4bf1-a223-3af46ae18802","phoneNumbers":{"number":"310-555-1234","type":0},\
            "device":{"deviceID":"d-17","deviceMake":"Pear","deviceVersion":"12","deviceOS":1,"deviceOSVersion":"17.1"}}""";

    /**
     * Runs and prints a table and the ratios.
     *
     * @return whether every request was answered as expected
     */
    public boolean run(PrintStream out) throws IOException, InterruptedException, ExecutionException {
        ServerCpu cpu = ServerCpu.of(gatewayPid);
        HttpLoad accepted = new HttpLoad(gateway, connections, 202, request("/programs/gobank/customerCare/cases"));
        HttpLoad bare = new HttpLoad(gateway, connections, 202, request("/bench/bare"));
        out.printf(Locale.ROOT, "warming up for %d s%n", warmUp.toSeconds());
        accepted.run("", warmUp, cpu);
        bare.run("", warmUp.dividedBy(4), cpu);
        out.println(Measured.heading());
        Measured gatewayFirst = show(out, accepted.run("gateway, respond-async", duration, cpu));
        Measured producer =
                show(out, new ProducerLoad(brokers, command(), connections).run("KafkaProducer alone", duration));
        Measured server = show(out, bare.run("bare 202 of the same server", duration, cpu));
        Measured again = show(out, accepted.run("gateway, respond-async, again", duration, cpu));
        double rate = (gatewayFirst.rate() + again.rate()) / 2;
        out.printf(
                Locale.ROOT,
                "%nthe gateway reaches %.0f %% of the bare 202 and %.0f %% of the bare producer, %d connections, body of %d"
                        + " bytes%n",
                100 * rate / server.rate(),
                100 * rate / producer.rate(),
                connections,
                BODY.length());
        return gatewayFirst.others() + server.others() + again.others() + producer.others() == 0;
    }

    private static Measured show(PrintStream out, Measured measured) {
        out.println(measured);
        return measured;
    }

    /** Every request has an id of its own, so each is a new case. */
    private LongFunction<byte[]> request(String path) {
        long run = UUID.randomUUID().getMostSignificantBits();
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + gateway.getHostString() + "\r\nAuthorization: Bearer "
                + token + "\r\nContent-Type: application/json\r\nPrefer: respond-async\r\nContent-Length: "
                + body.length + "\r\nX-GD-RequestId: ";
        return n -> (head + new UUID(run, n) + "\r\n\r\n" + BODY).getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes of a command that the gateway has just produced. */
    private byte[] command() {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("cases.commands").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int i = 0; i < 20; i++) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    return record.value();
                }
            }
            throw new IllegalStateException("There is no command to read in cases.commands");
        }
    }
}
