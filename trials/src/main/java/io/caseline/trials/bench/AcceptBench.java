package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How many cases a second the gateway accepts, including token, validation, sealing, Avro and acks=all. Yardsticks in
 * the same run: the same bytes by a bare producer, and a bare 202 by the same server.
 *
 * @param gatewayPid its process, for the CPU time
 */
record AcceptBench(BenchPlatform platform, long gatewayPid, int connections, Duration warmUp, Duration duration) {

    /**
     * Runs and prints a table and the ratios.
     *
     * @return whether every request was answered as expected
     */
    boolean run(PrintStream out) throws IOException, InterruptedException, ExecutionException {
        ServerCpu cpu = ServerCpu.of(gatewayPid);
        InetSocketAddress gateway = platform.gateway();
        String brokers = platform.kafka().bootstrapServers();
        CaseRequests requests = new CaseRequests(gateway, platform.token(List.of()), "respond-async");
        HttpLoad accepted = new HttpLoad(gateway, connections, 202, requests.ofProgram("gobank"));
        HttpLoad bare = new HttpLoad(gateway, connections, 202, requests.to("/bench/bare"));
        out.printf(Locale.ROOT, "warming up for %d s%n", warmUp.toSeconds());
        accepted.run("", warmUp, cpu);
        bare.run("", warmUp.dividedBy(4), cpu);
        out.println(Measured.heading());
        Measured gatewayFirst = show(out, accepted.run("gateway, respond-async", duration, cpu));
        Measured producer = show(
                out, new ProducerLoad(brokers, command(brokers), connections).run("KafkaProducer alone", duration));
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
                CaseRequests.BODY.length());
        return gatewayFirst.others() + server.others() + again.others() + producer.others() == 0;
    }

    private static Measured show(PrintStream out, Measured measured) {
        out.println(measured);
        return measured;
    }

    /** The bytes of a command that the gateway has just produced. */
    private static byte[] command(String brokers) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.Names.CASES_COMMANDS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int i = 0; i < 20; i++) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    return record.value();
                }
            }
            throw new CliException("the gateway produced no command to cases.commands");
        }
    }
}
