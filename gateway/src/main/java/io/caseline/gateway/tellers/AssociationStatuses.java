package io.caseline.gateway.tellers;

import io.caseline.gateway.tellers.AssociationStatusClient.AssociationStatus;
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

/** Looks requests up at teller-processor. Called on virtual threads: it waits. */
@Component
class AssociationStatuses {
    private final AssociationStatusClient client;
    private final AssociateSettings settings;
    private final InstantSource clock;

    AssociationStatuses(AssociateSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.statusTimeout())
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.statusTimeout());
        RestClient rest = RestClient.builder()
                .baseUrl(settings.statusUrl())
                .requestFactory(requests)
                .build();
        client = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest))
                .build()
                .createClient(AssociationStatusClient.class);
    }

    /**
     * The request's state, once it is decided or the wait is over. An id that nobody knows is looked for a little longer:
     * teller-processor records a command moments after it was accepted.
     *
     * @throws org.springframework.web.client.RestClientException if teller-processor does not answer
     */
    Optional<AssociationStatus> find(UUID correlationId, String authorization, Duration wait) {
        Instant start = clock.instant();
        Instant recorded = start.plus(settings.recordedWithin());
        Instant enough = start.plus(wait);
        while (true) {
            Optional<AssociationStatus> status = ask(correlationId, authorization);
            Instant until = status.isEmpty() ? recorded : enough;
            if (status.filter(AssociationStatuses::isDecided).isPresent()
                    || !clock.instant().isBefore(until)) {
                return status;
            }
            LockSupport.parkNanos(
                    TimeUnit.MILLISECONDS.toNanos(settings.statusPoll().toMillis()));
        }
    }

    private Optional<AssociationStatus> ask(UUID correlationId, String authorization) {
        try {
            return Optional.of(client.status(correlationId, authorization));
        } catch (HttpClientErrorException.NotFound e) {
            return Optional.empty();
        }
    }

    /** A state newer than this gateway is not decided as far as it knows. */
    static boolean isDecided(AssociationStatus status) {
        return status.responseCode() != null
                && (status.state().equals("ASSOCIATED") || status.state().equals("REJECTED"));
    }
}
