package io.caseline.trials.chaos;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Every request that was sent, by its id, and what the clients were told of it. */
final class RequestLog {

    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    /** One request with the correlation ids, the results, and the unexpected that it got. */
    record Entry(Request request, Set<String> correlationIds, Set<String> outcomes, Set<String> unexpected) {

        Entry(Request request) {
            this(request, ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
        }

        boolean isAccepted() {
            return !correlationIds.isEmpty();
        }
    }

    Entry of(Request request) {
        return entries.computeIfAbsent(request.id(), id -> new Entry(request));
    }

    Collection<Entry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    void sent() {
        sent.increment();
    }

    void unanswered() {
        unanswered.increment();
    }

    /** HTTP requests, and how many of them had no answer, or one that accepted nothing. */
    String counts() {
        return "%,d requests sent in %,d HTTP calls, %,d of these without an answer"
                .formatted(entries.size(), sent.sum(), unanswered.sum());
    }
}
