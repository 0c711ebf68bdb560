package io.caseline.cases.dispatch;

import io.caseline.cases.salesforce.SalesforceClient;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How many records of a program one call carries. The org's automation has limits for each call: a call that was too big
 * is made smaller until it passes, and grows again, slowly, as long as it does.
 */
@Component
class CallSizes {
    private static final Logger log = LoggerFactory.getLogger(CallSizes.class);

    /** Full calls in a row that must pass before the size grows by a quarter. */
    private static final int BEFORE_GROWTH = 10;

    private final int max;
    private final Map<String, Size> reduced = new ConcurrentHashMap<>();

    private record Size(int records, int passed) {}

    @Autowired
    CallSizes(SalesforceClient salesforce) {
        this(salesforce.recordsPerCall());
    }

    CallSizes(int max) {
        this.max = max;
    }

    int of(String program) {
        Size size = reduced.get(program);
        return size == null ? max : size.records();
    }

    void shrink(Collection<String> programs, int records) {
        int smaller = Math.max(1, records);
        programs.forEach(program -> {
            if (smaller < of(program)) {
                log.warn("A call was too big for the org: calls of program {} carry {} records now", program, smaller);
                reduced.put(program, new Size(smaller, 0));
            }
        });
    }

    /** A call of the program passed with so many records. */
    void passed(String program, int records) {
        reduced.computeIfPresent(program, (name, size) -> {
            if (records < size.records()) {
                return size;
            }
            if (size.passed() + 1 < BEFORE_GROWTH) {
                return new Size(size.records(), size.passed() + 1);
            }
            int larger = size.records() + Math.max(1, size.records() / 4);
            return larger >= max ? null : new Size(larger, 0);
        });
    }
}
