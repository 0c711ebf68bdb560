package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How many cases a second the gateway accepts, including token, validation, sealing, Avro and acks=all. Yardsticks in
 * the same run: a bare servlet that only sends as many bytes, in turns with the gateway, so that what else the machine does
 * affects both; the same bytes by a bare producer; and a bare 202 by the gateway's server.
 *
 * @param home of the platform
 * @param gatewayPid its process, for the CPU time
 */
record AcceptBench(Home home, BenchPlatform platform, long gatewayPid, Plan plan) {
    private static final double SHARE_OF_BARE_SERVLET = 0.7;
    private static final double P99_MILLIS = 20;

    /**
     * How much is measured.
     *
     * @param rounds of gateway and bare servlet, in turns
     * @param duration of each
     */
    record Plan(int connections, Duration warmUp, int rounds, Duration duration) {}

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
        HttpLoad accepted = new HttpLoad(gateway, plan.connections(), 202, requests.ofProgram("gobank"));
        HttpLoad bare = new HttpLoad(gateway, plan.connections(), 202, requests.to("/bench/bare"));
        out.printf(
                Locale.ROOT,
                "warming up for %d s%n",
                plan.warmUp().multipliedBy(7).dividedBy(4).toSeconds());
        accepted.run("", plan.warmUp(), cpu);
        bare.run("", plan.warmUp().dividedBy(4), cpu);
        byte[] command = command(brokers);
        try (BenchTopic topic = BenchTopic.create(brokers);
                BareServerProcess server = BareServerProcess.start(home, brokers, topic.name(), command.length)) {
            HttpLoad servlet = new HttpLoad(server.address(), plan.connections(), 202, requests.to("/"));
            servlet.run("", plan.warmUp().dividedBy(2), server.cpu());
            out.println(Measured.heading());
            List<Measured> ofGateway = new ArrayList<>();
            List<Measured> ofServlet = new ArrayList<>();
            for (int round = 1; round <= plan.rounds(); round++) {
                ofGateway.add(show(out, accepted.run("gateway, round " + round, plan.duration(), cpu)));
                ofServlet.add(show(out, servlet.run("bare servlet, round " + round, plan.duration(), server.cpu())));
            }
            Measured all = show(out, Measured.sum("gateway, respond-async", ofGateway));
            Measured yardstick = show(out, Measured.sum("bare servlet", ofServlet));
            Measured accept = show(out, bare.run("bare 202 of the same server", plan.duration(), cpu));
            Measured producer = show(
                    out,
                    new ProducerLoad(brokers, topic.name(), command, plan.connections())
                            .run("KafkaProducer alone", plan.duration()));
            out.printf(
                    Locale.ROOT,
                    "%n%d connections, body of %d bytes, command of %d bytes%n",
                    plan.connections(),
                    CaseRequests.BODY.length(),
                    command.length);
            out.println(Ratio.atLeast(
                    SHARE_OF_BARE_SERVLET,
                    "gateway, of a bare servlet that only sends",
                    all.rate() / yardstick.rate()));
            out.println(Ratio.atMost(P99_MILLIS, "gateway, p99 in milliseconds", all.millis(99)));
            return Stream.of(all, yardstick, accept, producer).allMatch(measured -> measured.others() == 0);
        }
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
