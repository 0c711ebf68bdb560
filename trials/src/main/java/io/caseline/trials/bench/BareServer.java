package io.caseline.trials.bench;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A yardstick for the gateway, in a process of its own: an asynchronous servlet, on Tomcat with the gateway's settings, that
 * reads a body, sends as many bytes as the gateway's command has with the gateway's producer settings, and answers 202 when all
 * in-sync replicas have them. It checks nothing, and does nothing with the body.
 */
final class BareServer {
    private static final int CONNECTION_LIMIT = 3000;

    private BareServer() {}

    /** Prints its port when it is ready, and ends with its input. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws LifecycleException, IOException {
        Producer<String, byte[]> producer = producer(arguments[0]);
        byte[] value = new byte[Integer.parseInt(arguments[2])];
        new Random(1).nextBytes(value);
        Tomcat tomcat = new Tomcat();
        Connector connector = connector();
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "sending", new Sending(producer, arguments[1], value))
                .setAsyncSupported(true);
        context.addServletMappingDecoded("/", "sending");
        tomcat.start();
        System.out.println(connector.getLocalPort());
        while (System.in.read() >= 0) {
            // nothing is said; the end of the input is the end of the benchmark
        }
        System.exit(0);
    }

    private static Connector connector() {
        Connector connector = new Connector();
        connector.setPort(0);
        Map.of(
                        "address", "127.0.0.1",
                        "maxThreads", "32",
                        "minSpareThreads", "8",
                        "maxConnections", Integer.toString(CONNECTION_LIMIT),
                        "maxKeepAliveRequests", "-1",
                        "connectionTimeout", "10000",
                        "keepAliveTimeout", "75000")
                .forEach(connector::setProperty);
        return connector;
    }

    private static Producer<String, byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @SuppressWarnings("serial") // no servlet is ever serialized
    private static final class Sending extends HttpServlet {
        private final Producer<String, byte[]> producer;
        private final String topic;
        private final byte[] value;

        Sending(Producer<String, byte[]> producer, String topic, byte[] value) {
            this.producer = producer;
            this.topic = topic;
            this.value = value;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AsyncContext async = request.startAsync();
            ServletInputStream input = request.getInputStream();
            byte[] buffer = new byte[4096];
            input.setReadListener(new ReadListener() {
                @Override
                public void onDataAvailable() throws IOException {
                    while (input.isReady()) {
                        if (input.read(buffer) < 0) {
                            return;
                        }
                    }
                }

                @Override
                public void onAllDataRead() {
                    send(async);
                }

                @Override
                public void onError(Throwable cause) {
                    async.complete();
                }
            });
        }

        private void send(AsyncContext async) {
            var unused =
                    producer.send(new ProducerRecord<>(topic, UUID.randomUUID().toString(), value), (sent, failure) -> {
                        HttpServletResponse response = (HttpServletResponse) async.getResponse();
                        response.setStatus(
                                failure == null
                                        ? HttpServletResponse.SC_ACCEPTED
                                        : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                        response.setContentLength(0);
                        async.complete();
                    });
        }
    }
}
