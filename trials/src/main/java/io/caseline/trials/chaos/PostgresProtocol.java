package io.caseline.trials.chaos;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL protocol without TLS. The statements of a transaction show its purpose. The response to its commit is
 * withheld: the transaction is then durable, and the client has not noticed.
 */
final class PostgresProtocol implements TcpProxy.Protocol {

    private static final byte PARSE = 'P';
    private static final byte BIND = 'B';
    private static final byte QUERY = 'Q';
    private static final byte COMMAND_COMPLETE = 'C';

    private static final Pattern BEGIN = statement("begin");
    private static final Pattern NEW_EVENTS = statement("insert into outbox");
    private static final Pattern OLD_EVENTS = statement("delete from outbox");
    private static final Pattern POSITIONS = statement("update listener_position");
    private static final Pattern SNAPSHOT = statement("insert into replay_entry");
    private static final Pattern SENT = Pattern.compile("update replay_entry set state = case");
    private static final Pattern REPLAYED = statement("update replay_entry replayed");
    private static final Pattern COMMIT = statement("commit");

    private final TcpProxy proxy;
    private final Map<String, String> statements = new HashMap<>();

    /** The purpose of the current transaction. */
    private volatile @Nullable FaultPoint point;

    /** Whether the next message commits that failed cases are due again. */
    private boolean committing;

    PostgresProtocol(TcpProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public void requests(InputStream client, OutputStream server) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client));
        server.write(message(in)); // the startup message has no type
        while (true) {
            byte type = in.readByte();
            byte[] message = message(in);
            executes(type, body(message));
            if (committing) {
                committing = false;
                proxy.reached(FaultPoint.FEEDING);
            }
            write(type, message, server);
        }
    }

    @Override
    public void responses(InputStream server, OutputStream client) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(server));
        while (true) {
            byte type = in.readByte();
            byte[] message = message(in);
            FaultPoint committed = point;
            if (type == COMMAND_COMPLETE
                    && committed != null
                    && text(body(message)).equals("COMMIT")) {
                point = null;
                proxy.reached(committed);
            }
            write(type, message, client);
        }
    }

    private void executes(byte type, ByteBuffer body) {
        switch (type) {
            case PARSE -> {
                String name = text(body);
                statements.put(name, text(body));
            }
            case BIND -> {
                text(body); // name of the portal
                executes(statements.getOrDefault(text(body), ""));
            }
            case QUERY -> executes(text(body));
            default -> {}
        }
    }

    private void executes(String sql) {
        if (BEGIN.matcher(sql).lookingAt()) {
            point = null;
        } else if (COMMIT.matcher(sql).lookingAt()) {
            committing = point == FaultPoint.FED;
        } else if (REPLAYED.matcher(sql).find()) {
            point = FaultPoint.REPLAYED;
        } else if (SNAPSHOT.matcher(sql).find()) {
            point = FaultPoint.STARTED;
        } else if (SENT.matcher(sql).find()) {
            point = FaultPoint.FED;
        } else if (point != FaultPoint.REPLAYED && NEW_EVENTS.matcher(sql).find()) {
            point = FaultPoint.DECIDED;
        } else if (OLD_EVENTS.matcher(sql).find()) {
            point = FaultPoint.CLEARED;
        } else if (point == null && POSITIONS.matcher(sql).find()) {
            point = FaultPoint.RECEIVED;
        }
    }

    private static Pattern statement(String words) {
        return Pattern.compile("\\b" + words.replace(" ", "\\s+") + "\\b", Pattern.CASE_INSENSITIVE);
    }

    /** Reads a string that ends with a zero byte. */
    private static String text(ByteBuffer buffer) {
        int start = buffer.position();
        int length = 0;
        while (buffer.get() != 0) {
            length++;
        }
        byte[] text = new byte[length];
        buffer.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Reads a message with its length, which includes the length field. */
    private static byte[] message(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] message = ByteBuffer.allocate(length).putInt(length).array();
        in.readFully(message, Integer.BYTES, length - Integer.BYTES);
        return message;
    }

    private static ByteBuffer body(byte[] message) {
        return ByteBuffer.wrap(message).position(Integer.BYTES);
    }

    private static void write(byte type, byte[] message, OutputStream out) throws IOException {
        byte[] whole =
                ByteBuffer.allocate(1 + message.length).put(type).put(message).array();
        out.write(whole);
    }
}
