package io.caseline.gateway.pipeline;

import io.caseline.gateway.commands.Command;
import io.caseline.gateway.commands.CommandSender;
import io.caseline.gateway.commands.CommandSender.Delivery;
import io.caseline.gateway.http.Exchange;
import io.caseline.gateway.http.Exchanges;
import io.caseline.gateway.http.Payload;
import io.caseline.gateway.http.Problem;
import io.caseline.gateway.http.RateLimits;
import io.caseline.gateway.pipeline.PartnerApi.Reading;
import io.caseline.gateway.pipeline.PartnerApi.Target;
import io.caseline.gateway.places.Caller;
import io.caseline.gateway.status.StatusQueries;
import io.caseline.schemas.ConnectionFailure;
import io.caseline.schemas.Guid;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;

/**
 * Handles a request: POST sends a command, GET queries its status. {@link PartnerApi} says what differs between the
 * APIs. A servlet, because at a partner's volume the dispatcher of annotated controllers costs more than all of this.
 */
@SuppressWarnings("serial") // no servlet is ever serialized
public final class RequestPipeline<R, S> extends HttpServlet {
    private static final Logger log = LoggerFactory.getLogger(RequestPipeline.class);

    private final PartnerApi<R, S> api;
    private final Exchanges exchanges;
    private final CorrelationIds correlationIds;
    private final CommandSender sender;
    private final StatusQueries statusQueries;
    private final VirtualThreadTaskExecutor virtualThreads;

    public RequestPipeline(
            PartnerApi<R, S> api,
            Exchanges exchanges,
            CorrelationIds correlationIds,
            CommandSender sender,
            StatusQueries statusQueries) {
        this.api = api;
        this.exchanges = exchanges;
        this.correlationIds = correlationIds;
        this.sender = sender;
        this.statusQueries = statusQueries;
        this.virtualThreads = new VirtualThreadTaskExecutor(api.operation() + "-status-");
    }

    /** Checks path, token, rate and share of places, then reads the body. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Target> target = api.target(request.getPathInfo());
        if (target.isEmpty() || target.get().id().isPresent()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Exchange exchange = exchanges.open(request, api.operation(), api.defaultWait(), api.envelope());
        List<String> tenants = api.tenants(target.get(), exchange.permissions());
        boolean admitted =
                target.get().program().isEmpty() ? mayBeAdmitted(exchange, tenants) : isAdmitted(exchange, tenants);
        if (admitted
                && exchange.takePlace(
                        new Caller(tenants.getFirst(), exchange.permissions().token()))) {
            exchange.readBody(payload -> handle(exchange, target.get(), payload));
        }
    }

    /** Checks the request, and token and rate if only the body names the tenant, and makes a command of it. */
    private void handle(Exchange exchange, Target target, Payload payload) {
        String tenant = api.tenant(target, payload);
        if (target.program().isEmpty() && !isAdmitted(exchange, List.of(tenant))) {
            return;
        }
        switch (api.read(exchange.request(), payload, tenant)) {
            case Reading.Refused<R> refused -> exchange.respond(refused.response());
            case Reading.Valid<R> valid -> {
                UUID id = correlationIds.of(api.operationId(), tenant, valid.requestId(), valid.content());
                Caller caller = new Caller(tenant, exchange.permissions().token());
                send(exchange, api.command(id, caller, valid, exchange.preference()));
            }
        }
    }

    /** Sends the command. No thread waits for the reply. */
    private void send(Exchange exchange, Command command) {
        exchange.identify(command.correlationId());
        exchange.applyPreference();
        exchange.when(
                sender.send(command, exchange.trace(), exchange.preference().waitTime(), exchange::leavePlace),
                delivery -> respond(exchange, command, delivery));
    }

    private void respond(Exchange exchange, Command command, Delivery delivery) {
        HttpServletRequest request = exchange.request();
        switch (delivery) {
            case Delivery.Replied replied -> exchange.respond(api.replied(replied.reply(), request));
            case Delivery.Durable durable -> exchange.respond(api.pending(command, request));
            case Delivery.Unavailable unavailable -> exchange.refuse(Problem.KAFKA_UNAVAILABLE);
        }
    }

    /** Checks path, token, rate and share of places, then queries the status on a virtual thread, which may wait. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Target> target = api.target(request.getPathInfo());
        if (target.isEmpty() || target.get().id().isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Exchange exchange = exchanges.openStatusQuery(request, api.operation(), api.envelope());
        List<String> tenants = api.tenants(target.get(), exchange.permissions());
        if (isAdmitted(exchange, tenants)
                && exchange.takePlace(
                        new Caller(tenants.getFirst(), exchange.permissions().token()))) {
            exchange.runOn(virtualThreads, () -> queryStatus(exchange, target.get(), tenants));
        }
    }

    private void queryStatus(Exchange exchange, Target target, List<String> tenants) {
        Optional<UUID> id = target.id().flatMap(Guid::read);
        if (id.isEmpty()) {
            exchange.refuse(Problem.INVALID_ID);
            return;
        }
        exchange.applyPreference();
        HttpServletRequest request = exchange.request();
        String authorization = request.getHeader("Authorization");
        StatusQueries.Query<S> query = new StatusQueries.Query<>(
                new Caller(tenants.getFirst(), exchange.permissions().token()),
                id.get(),
                exchange.preference().waitTime(),
                () -> api.queryStatus(id.get(), tenants.getFirst(), authorization),
                api::isDecided);
        try {
            statusQueries
                    .find(query)
                    .ifPresentOrElse(
                            status -> exchange.respond(api.status(status, request)),
                            () -> exchange.refuse(Problem.NOT_FOUND));
        } catch (RestClientException e) {
            log.warn(
                    "The status of a request could not be queried at the processor: {}",
                    e instanceof ResourceAccessException ? ConnectionFailure.describe(e) : e.getMessage());
            exchange.refuse(Problem.STATUS_UNAVAILABLE);
        }
    }

    /** Whether the token is for these tenants and one of them has not used up its rate; refuses the request otherwise. */
    private boolean isAdmitted(Exchange exchange, List<String> tenants) {
        if (tenants.isEmpty()) {
            exchange.refuse(Problem.FORBIDDEN);
            return false;
        }
        for (String tenant : tenants) {
            Optional<Problem> problem = api.authorize(tenant, exchange.permissions());
            if (problem.isPresent()) {
                exchange.refuse(problem.get());
                return false;
            }
        }
        return hasRateLeft(exchange, api.rateLimits().take(tenants));
    }

    /** The same as far as the token tells, before the body names the tenant; counts nothing. */
    private boolean mayBeAdmitted(Exchange exchange, List<String> tenants) {
        if (tenants.isEmpty()) {
            exchange.refuse(Problem.FORBIDDEN);
            return false;
        }
        return hasRateLeft(exchange, api.rateLimits().peek(tenants));
    }

    private static boolean hasRateLeft(Exchange exchange, RateLimits.Usage usage) {
        exchange.reportRate(usage);
        if (usage.isExceeded()) {
            exchange.refuse(Problem.RATE_EXCEEDED);
        }
        return !usage.isExceeded();
    }
}
