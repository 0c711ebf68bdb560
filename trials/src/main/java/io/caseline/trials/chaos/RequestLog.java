package io.caseline.trials.chaos;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Every request that was sent, by its id, and its responses. */
final class RequestLog {

    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    /** A request with the correlation ids, outcomes and unexpected responses that it got. */
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

    /** HTTP requests with a response that accepts them, so far. */
    long accepted() {
        return sent.sum() - unanswered.sum();
    }

    /** HTTP requests, and how many of them got no response that accepts them. */
    String counts() {
        return "%,d requests sent in %,d HTTP calls, %,d of these without a response"
                .formatted(entries.size(), sent.sum(), unanswered.sum());
    }
}
