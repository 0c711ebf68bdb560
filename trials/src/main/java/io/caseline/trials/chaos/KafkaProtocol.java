package io.caseline.trials.chaos;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;

/** The Kafka protocol. A processor produces events in transactions and replies without one. */
final class KafkaProtocol implements TcpProxy.Protocol {

    private final TcpProxy proxy;
    private final Set<Integer> commits = ConcurrentHashMap.newKeySet();

    KafkaProtocol(TcpProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public void requests(InputStream client, OutputStream server) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(client);
        DataOutputStream out = new DataOutputStream(server);
        while (true) {
            byte[] frame = frame(in);
            ByteBuffer buffer = ByteBuffer.wrap(frame);
            RequestHeader header = RequestHeader.parse(buffer);
            if (header.apiKey() == ApiKeys.PRODUCE) {
                proxy.reached(isTransactional(buffer, header) ? FaultPoint.UNPUBLISHED : FaultPoint.UNREPLIED);
            } else if (header.apiKey() == ApiKeys.END_TXN && commits(buffer, header)) {
                commits.add(header.correlationId());
                proxy.reached(FaultPoint.TRANSACTION_OPEN);
            }
            write(frame, out);
        }
    }

    @Override
    public void responses(InputStream server, OutputStream client) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(server);
        DataOutputStream out = new DataOutputStream(client);
        while (true) {
            byte[] frame = frame(in);
            if (commits.remove(ByteBuffer.wrap(frame).getInt())) {
                proxy.reached(FaultPoint.PUBLISHED);
            }
            write(frame, out);
        }
    }

    private static boolean isTransactional(ByteBuffer body, RequestHeader header) {
        return ProduceRequest.parse(new ByteBufferAccessor(body), header.apiVersion())
                        .transactionalId()
                != null;
    }

    private static boolean commits(ByteBuffer body, RequestHeader header) {
        return EndTxnRequest.parse(new ByteBufferAccessor(body), header.apiVersion())
                .data()
                .committed();
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    private static void write(byte[] frame, DataOutputStream out) throws IOException {
        byte[] whole = ByteBuffer.allocate(Integer.BYTES + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array();
        out.write(whole);
        out.flush();
    }
}
