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

/** Asks the card core for changes of plans, side by side, and says what its answers mean. */
final class CardCore {
    /** Statuses under 500 that speak of the core, or of how it is asked, and not of one account. */
    private static final Set<Integer> NOT_ABOUT_AN_ACCOUNT = Set.of(401, 403, 407, 408, 425, 429);

    /** Statuses that say in so many words that this change is refused. */
    private static final Set<Integer> PLAIN_REFUSALS = Set.of(409, 422);

    private static final int FEW = 5;

    private final CardCoreApi api;
    private final FeePlanSettings settings;
    private final ExecutorService threads;
    private final MeterRegistry meters;

    /** @param threads run the calls; there are as many as may be made at once */
    CardCore(CardCoreApi api, FeePlanSettings settings, ExecutorService threads, MeterRegistry meters) {
        this.api = api;
        this.settings = settings;
        this.threads = threads;
        this.meters = meters;
    }

    record Call(UUID account, UUID idempotencyKey, String plan) {}

    private record Trouble(String code, @Nullable Throwable cause) {}

    /**
     * Makes all the calls. None is begun any more once one has met trouble.
     *
     * @return the accounts whose change is refused; all others are changed
     * @throws CardCoreAway if one or more were not answered, or most are refused as no core would refuse so many accounts
     */
    Set<UUID> change(Collection<Call> calls) {
        String authorization = authorization();
        AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();
        List<CompletableFuture<Integer>> running = new ArrayList<>();
        try {
            for (Call call : calls) {
                running.add(CompletableFuture.supplyAsync(
                        () -> trouble.get() == null ? answer(call, authorization, trouble) : 0, threads));
            }
        } catch (RejectedExecutionException e) {
            throw new CardCoreAway("STOPPING", e);
        }
        List<Integer> statuses = running.stream().map(CompletableFuture::join).toList();
        Set<UUID> refused = refused(calls, statuses);
        Trouble met = trouble.get() == null ? oneAndTheSameRefusal(statuses) : trouble.get();
        if (met != null) {
            throw new CardCoreAway(met.code(), met.cause(), refused);
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

    /** The status of an answer that speaks of the account; otherwise 0, and the trouble is noted. */
    private int answer(Call call, @Nullable String authorization, AtomicReference<@Nullable Trouble> trouble) {
        Timer.Sample sample = Timer.start(meters);
        String result = "away";
        try {
            int status = status(call, authorization);
            if (!HttpStatusCode.valueOf(status).is2xxSuccessful() && !isRefusal(status)) {
                trouble.compareAndSet(null, new Trouble("HTTP_" + status, null));
                return 0;
            }
            result = isRefusal(status) ? "refused" : "changed";
            return status;
        } catch (RestClientException e) {
            trouble.compareAndSet(null, new Trouble("UNREACHABLE", e));
            return 0;
        } catch (RuntimeException | Error e) {
            // no account's fault; and the class alone, as the message could quote the token
            trouble.compareAndSet(null, new Trouble("FAILED_" + e.getClass().getSimpleName(), null));
            return 0;
        } finally {
            sample.stop(meters.timer("caseline.card.core", "result", result));
        }
    }

    private int status(Call call, @Nullable String authorization) {
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

    /** A wrong address answers 404 for every account: when most changes are refused so, it is no account's fault. */
    private static @Nullable Trouble oneAndTheSameRefusal(List<Integer> statuses) {
        return statuses.stream()
                .filter(status -> isRefusal(status) && !PLAIN_REFUSALS.contains(status))
                .collect(Collectors.groupingBy(status -> status, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(refusals -> refusals.getValue() >= FEW && refusals.getValue() * 2 > statuses.size())
                .map(refusals -> new Trouble("MOST_REFUSED_HTTP_" + refusals.getKey(), null))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String authorization() {
        try {
            return settings.authorization();
        } catch (IOException e) {
            throw new CardCoreAway("TOKEN_FILE_UNUSABLE", e);
        }
    }
}
