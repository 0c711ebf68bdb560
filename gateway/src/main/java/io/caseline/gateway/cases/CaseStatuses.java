package io.caseline.gateway.cases;

import io.caseline.gateway.cases.CaseStatusClient.CaseStatus;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Looks cases up at case-processor. Called on virtual threads: it waits. */
@Component
class CaseStatuses {
    private final CaseStatusClient client;
    private final CaseSettings.Cases settings;
    private final InstantSource clock;

    CaseStatuses(CaseSettings settings, InstantSource clock) {
        this.settings = settings.cases();
        this.clock = clock;
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(this.settings.statusTimeout())
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(this.settings.statusTimeout());
        RestClient rest = RestClient.builder()
                .baseUrl(this.settings.statusUrl())
                .requestFactory(requests)
                .build();
        client = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest))
                .build()
                .createClient(CaseStatusClient.class);
    }

    /**
     * The case's state, once it is final or the wait is over. An id that nobody knows is looked for a little longer:
     * the ledger records a command moments after it was accepted.
     *
     * @throws org.springframework.web.client.RestClientException if case-processor does not answer
     */
    Optional<CaseStatus> find(UUID correlationId, String programCode, String authorization, Duration wait) {
        Instant start = clock.instant();
        Instant recorded = start.plus(settings.recordedWithin());
        Instant enough = start.plus(wait);
        while (true) {
            Optional<CaseStatus> status = ask(correlationId, programCode, authorization);
            Instant until = status.isEmpty() ? recorded : enough;
            if (status.filter(CaseStatuses::isFinal).isPresent()
                    || !clock.instant().isBefore(until)) {
                return status;
            }
            LockSupport.parkNanos(
                    TimeUnit.MILLISECONDS.toNanos(settings.statusPoll().toMillis()));
        }
    }

    private Optional<CaseStatus> ask(UUID correlationId, String programCode, String authorization) {
        try {
            return Optional.of(client.status(correlationId, programCode, authorization));
        } catch (HttpClientErrorException.NotFound e) {
            return Optional.empty();
        }
    }

    private static boolean isFinal(CaseStatus status) {
        return !status.state().equals("Received") && !status.state().equals("Replaying");
    }
}
