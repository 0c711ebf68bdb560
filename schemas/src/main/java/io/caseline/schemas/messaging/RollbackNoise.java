package io.caseline.schemas.messaging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** Keeps the stack trace of every single rollback out of the log: a {@link Lane} says once what it is about. */
final class RollbackNoise extends TurboFilter {
    private static final String CONTAINER = KafkaMessageListenerContainer.class.getName();

    private RollbackNoise() {}

    static void keepOut() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback
                && logback.getTurboFilterList().stream().noneMatch(RollbackNoise.class::isInstance)) {
            logback.addTurboFilter(new RollbackNoise());
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable e) {
        return "Transaction rolled back".equals(format) && CONTAINER.equals(logger.getName())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
