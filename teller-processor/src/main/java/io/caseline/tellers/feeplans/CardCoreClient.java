package io.caseline.tellers.feeplans;

import io.caseline.tellers.feeplans.CardCoreApi.Plan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Requests plan changes from the card core, concurrently, and interprets its responses. */
final class CardCoreClient {
    /** Statuses below 500 that concern the core or the request as such, not one account. */
    private static final Set<Integer> NOT_ABOUT_AN_ACCOUNT = Set.of(401, 403, 407, 408, 425, 429);

    /** Statuses that always refuse one change. */
    private static final Set<Integer> CLEAR_REFUSALS = Set.of(409, 422);

    /** Fewer refusals alike say nothing about the core. */
    private static final int MIN_COMMON_REFUSALS = 5;

    private final CardCoreApi api;
    private final FeePlanSettings settings;
    private final ExecutorService threads;
    private final MeterRegistry meters;

    /** @param threads run the calls; their number limits how many are made at once */
    CardCoreClient(CardCoreApi api, FeePlanSettings settings, ExecutorService threads, MeterRegistry meters) {
        this.api = api;
        this.settings = settings;
        this.threads = threads;
        this.meters = meters;
    }

    record Call(UUID account, UUID idempotencyKey, String plan) {}

    private record Failure(String code, @Nullable Throwable cause) {}

    /**
     * Makes all the calls. Once one has failed, no further one is started.
     *
     * @return the accounts whose change is refused; all others are changed
     * @throws CardCoreUnavailableException if one or more calls failed, or most were refused with one status that is not a
     *     clear refusal
     */
    Set<UUID> change(Collection<Call> calls) {
        String authorization = authorization();
        AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
        List<CompletableFuture<Integer>> running = new ArrayList<>();
        try {
            for (Call call : calls) {
                running.add(CompletableFuture.supplyAsync(
                        () -> failure.get() == null ? send(call, authorization, failure) : 0, threads));
            }
        } catch (RejectedExecutionException e) {
            throw new CardCoreUnavailableException("STOPPING", e);
        }
        List<Integer> statuses = running.stream().map(CompletableFuture::join).toList();
        Set<UUID> refused = refused(calls, statuses);
        Failure found = failure.get() == null ? commonRefusal(statuses) : failure.get();
        if (found != null) {
            throw new CardCoreUnavailableException(found.code(), found.cause(), refused);
        }
        return refused;
    }

    private static Set<UUID> refused(Collection<Call> calls, List<Integer> statuses) {
        Set<UUID> refused = new HashSet<>();
        int i = 0;
        for (Call call : calls) {
            if (isRefusal(statuses.get(i++))) {
                refused.add(call.account());
            }
        }
        return refused;
    }

    /** The status of a response that concerns the account; otherwise 0, and the failure is noted. */
    private int send(Call call, @Nullable String authorization, AtomicReference<@Nullable Failure> failure) {
        Timer.Sample sample = Timer.start(meters);
        String result = "unavailable";
        try {
            int status = exchange(call, authorization);
            if (!HttpStatusCode.valueOf(status).is2xxSuccessful() && !isRefusal(status)) {
                failure.compareAndSet(null, new Failure("HTTP_" + status, null));
                return 0;
            }
            result = isRefusal(status) ? "refused" : "changed";
            return status;
        } catch (RestClientException e) {
            failure.compareAndSet(null, new Failure("UNREACHABLE", e));
            return 0;
        } catch (RuntimeException | Error e) {
            // not the account's fault; and only the class, as the message could quote the token
            failure.compareAndSet(null, new Failure("FAILED_" + e.getClass().getSimpleName(), null));
            return 0;
        } finally {
            sample.stop(meters.timer("caseline.card.core", "result", result));
        }
    }

    private int exchange(Call call, @Nullable String authorization) {
        try {
            return api.change(call.account(), call.idempotencyKey().toString(), authorization, new Plan(call.plan()))
                    .getStatusCode()
                    .value();
        } catch (RestClientResponseException e) {
            return e.getStatusCode().value();
        }
    }

    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && !NOT_ABOUT_AN_ACCOUNT.contains(status);
    }

    /** A wrong address answers 404 for every account: if most changes are refused alike, the accounts are not at fault. */
    private static @Nullable Failure commonRefusal(List<Integer> statuses) {
        return statuses.stream()
                .filter(status -> isRefusal(status) && !CLEAR_REFUSALS.contains(status))
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(refusals ->
                        refusals.getValue() >= MIN_COMMON_REFUSALS && refusals.getValue() * 2 > statuses.size())
                .map(refusals -> new Failure("MOST_REFUSED_HTTP_" + refusals.getKey(), null))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String authorization() {
        try {
            return settings.authorization();
        } catch (IOException e) {
            throw new CardCoreUnavailableException("TOKEN_FILE_UNUSABLE", e);
        }
    }
}
