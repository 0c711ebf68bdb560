package io.caseline.cases.life;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** How far reading is behind the org, whichever instance reads. */
@Component
class ReadingAge {
    private static final Logger log = LoggerFactory.getLogger(ReadingAge.class);

    private final LifeSettings settings;
    private final ChangeSource source;
    private final ChangeStore store;
    private volatile double seconds = Double.NaN;

    ReadingAge(LifeSettings settings, ChangeSource source, ChangeStore store, MeterRegistry meters) {
        this.settings = settings;
        this.source = source;
        this.store = store;
        Gauge.builder("caseline.cases.changes.age", this, age -> age.seconds)
                .description(
                        "Age of the latest moment up to which changes in Salesforce have been read; NaN while they are not")
                .baseUnit("seconds")
                .register(meters);
    }

    @Scheduled(fixedDelay = 10_000)
    void look() {
        if (!settings.enabled()) {
            return;
        }
        try {
            seconds = store.readingAge(source.name());
        } catch (DataAccessException | TransactionException e) {
            log.debug("The age of what was read is not known now", e);
        }
    }
}
