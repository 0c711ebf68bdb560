package io.caseline.sandbox.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/** The latest admitted API calls. */
@Component
public class CallLog {
    private static final int MAX_CALLS = 200;

    private final Deque<Call> calls = new ArrayDeque<>();

    /**
     * @param bytes length of the request body as sent
     * @param gzip whether the body was gzipped
     * @param acceptsGzip whether the client accepts a gzipped response
     * @param externalIds external ids of the records that the request writes
     */
    public record Call(
            String method, String path, int bytes, boolean gzip, boolean acceptsGzip, List<String> externalIds) {}

    public synchronized void add(Call call) {
        calls.addLast(call);
        if (calls.size() > MAX_CALLS) {
            calls.removeFirst();
        }
    }

    /** Oldest first. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    public synchronized void clear() {
        calls.clear();
    }
}
