package io.caseline.web;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys, read on a thread of their own: ahead of need, and at once, but not too often, when a token names an
 * unknown one. A request never waits for the issuer. Nimbus' own sources do all of this but the last.
 */
final class IssuerKeys implements JWKSource<SecurityContext>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final KeyReader reader;
    private final TokenSettings settings;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicLong nextLookUp = new AtomicLong(System.nanoTime());
    private volatile @Nullable Known known;
    private boolean failing;

    /** @param readAt in the JVM's nanoseconds */
    private record Known(JWKSet keys, long readAt) {}

    /** Reads the keys from the issuer. */
    @FunctionalInterface
    interface KeyReader {
        JWKSet read() throws IOException, ParseException;
    }

    IssuerKeys(KeyReader reader, TokenSettings settings) {
        this.reader = reader;
        this.settings = settings;
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, "issuer-keys");
            daemon.setDaemon(true);
            return daemon;
        });
        thread.execute(this::readAndSchedule);
    }

    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
        Known current = known;
        if (current == null || isTooOld(current)) {
            throw new RemoteKeySourceException("the issuer's keys are unavailable", null);
        }
        List<JWK> matching = selector.select(current.keys());
        if (matching.isEmpty()) {
            lookUpUnknown();
        }
        return matching;
    }

    private boolean isTooOld(Known current) {
        return System.nanoTime() - current.readAt()
                > settings.keyRefresh().plus(settings.outageTolerance()).toNanos();
    }

    private void lookUpUnknown() {
        long next = nextLookUp.get();
        long now = System.nanoTime();
        if (now - next >= 0
                && nextLookUp.compareAndSet(
                        next, now + settings.unknownKeyInterval().toNanos())) {
            thread.execute(this::read);
        }
    }

    private void readAndSchedule() {
        boolean isRead = read();
        Duration pause = isRead || settings.keyRefresh().compareTo(RETRY) < 0 ? settings.keyRefresh() : RETRY;
        if (!thread.isShutdown()) {
            var unused = thread.schedule(this::readAndSchedule, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean read() {
        try {
            known = new Known(reader.read(), System.nanoTime());
            if (failing) {
                log.info("The issuer's keys can be read again");
            }
            failing = false;
            return true;
        } catch (IOException | ParseException | RuntimeException e) {
            if (!failing) {
                log.warn("The issuer's keys cannot be read; the last known ones are used: {}", e.toString());
            }
            failing = true;
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
