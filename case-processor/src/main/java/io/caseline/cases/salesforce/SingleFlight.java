package io.caseline.cases.salesforce;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Concurrent callers share one attempt, with its result or its failure. */
final class SingleFlight<T> {
    private @Nullable CompletableFuture<T> underWay;

    T get(Supplier<T> attempt) {
        CompletableFuture<T> own = new CompletableFuture<>();
        CompletableFuture<T> other = joinOrBegin(own);
        if (other != null) {
            return resultOf(other);
        }
        try {
            own.complete(attempt.get());
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
        } finally {
            end();
        }
        return resultOf(own);
    }

    private synchronized @Nullable CompletableFuture<T> joinOrBegin(CompletableFuture<T> own) {
        CompletableFuture<T> other = underWay;
        if (other == null) {
            underWay = own;
        }
        return other;
    }

    private synchronized void end() {
        underWay = null;
    }

    private static <T> T resultOf(CompletableFuture<T> attempt) {
        try {
            return attempt.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
