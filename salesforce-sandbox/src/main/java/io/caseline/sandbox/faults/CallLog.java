package io.caseline.sandbox.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/** The latest API calls that have been let in. */
@Component
public class CallLog {
    private static final int MOST = 200;

    private final Deque<Call> calls = new ArrayDeque<>();

    /**
     * @param bytes length of the request's body as it came
     * @param gzip whether the body came as gzip
     * @param acceptsGzip whether the client takes a response as gzip
     * @param externalIds external ids of the records that the request writes
     */
    public record Call(
            String method, String path, int bytes, boolean gzip, boolean acceptsGzip, List<String> externalIds) {}

    public synchronized void add(Call call) {
        calls.addLast(call);
        if (calls.size() > MOST) {
            calls.removeFirst();
        }
    }

    /** The oldest first. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    public synchronized void clear() {
        calls.clear();
    }
}
