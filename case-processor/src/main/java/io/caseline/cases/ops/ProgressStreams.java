package io.caseline.cases.ops;

import io.caseline.cases.replay.ReplayService;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends the progress of replays to whoever watches them, once a second until the replay has ended. One thread serves all
 * streams, and a replay is looked up once for all that watch it.
 */
@Component
class ProgressStreams {
    private static final Logger log = LoggerFactory.getLogger(ProgressStreams.class);
    static final int MOST = 100;

    /** Then the client connects again, with a token that is still valid. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final ReplayService replays;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("replay-progress").factory());
    private final ScheduledFuture<?> sending;
    private volatile boolean closed;

    ProgressStreams(ReplayService replays) {
        this.replays = replays;
        this.sending = sender.scheduleWithFixedDelay(this::sendAll, 1, 1, TimeUnit.SECONDS);
    }

    private record Stream(long replay, SseEmitter emitter) {}

    /** @throws NoSuchElementException if there is no such replay */
    SseEmitter open(long replay) {
        ReplayView view = ReplayView.of(replay, replays);
        if (closed || streams.size() >= MOST) {
            throw new ErrorResponseException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    ProblemDetail.forStatusAndDetail(
                            HttpStatus.SERVICE_UNAVAILABLE, "Too many streams are open; ask for the replay instead"),
                    null);
        }
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        Stream stream = new Stream(replay, emitter);
        emitter.onCompletion(() -> streams.remove(stream));
        emitter.onTimeout(emitter::complete);
        streams.add(stream);
        send(stream, view);
        return emitter;
    }

    private void sendAll() {
        Map<Long, ReplayView> views = new HashMap<>();
        for (Stream stream : streams) {
            try {
                send(stream, views.computeIfAbsent(stream.replay(), id -> ReplayView.of(id, replays)));
            } catch (RuntimeException e) {
                log.debug("The progress of replay {} cannot be sent now", stream.replay(), e);
            }
        }
    }

    private void send(Stream stream, ReplayView view) {
        try {
            stream.emitter().send(SseEmitter.event().name("progress").data(view, MediaType.APPLICATION_JSON));
            if (!view.state().isOpen()) {
                streams.remove(stream);
                stream.emitter().complete();
            }
        } catch (IOException | IllegalStateException e) { // the client has gone
            streams.remove(stream);
        }
    }

    int count() {
        return streams.size();
    }

    /** Before the server waits for its requests to end. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
        sending.cancel(false);
        sender.shutdown();
        streams.forEach(stream -> stream.emitter().complete());
    }
}
