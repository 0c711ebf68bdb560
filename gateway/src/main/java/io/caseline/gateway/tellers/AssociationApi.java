package io.caseline.gateway.tellers;

import io.caseline.gateway.ApiPaths;
import io.caseline.gateway.commands.Command;
import io.caseline.gateway.http.Payload;
import io.caseline.gateway.http.Payload.MalformedPayloadException;
import io.caseline.gateway.http.Preference;
import io.caseline.gateway.http.Problem;
import io.caseline.gateway.http.RateLimits;
import io.caseline.gateway.http.RequestIdFilter;
import io.caseline.gateway.http.RequestSettings;
import io.caseline.gateway.http.Response;
import io.caseline.gateway.pipeline.PartnerApi;
import io.caseline.gateway.pipeline.RequestPipeline;
import io.caseline.gateway.places.Caller;
import io.caseline.gateway.security.TokenPermissions;
import io.caseline.gateway.tellers.AssociationRequestReader.InvalidParameterException;
import io.caseline.messages.TellerEvent;
import io.caseline.schemas.AssociationStatus;
import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.Topic;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /retailer/user/associate}, and {@code GET …/{correlationId}}. Served by {@link RequestPipeline}, registered
 * in {@link AssociationConfiguration}. Every business response is HTTP 200 with a response code.
 */
@Component
class AssociationApi implements PartnerApi<AssociationRequest, AssociationStatus> {
    private static final Logger log = LoggerFactory.getLogger(AssociationApi.class);

    /** Below {@link ApiPaths#ASSOCIATIONS}. */
    private static final Pattern ID = Pattern.compile("/([^/]+)/?");

    private final AssociationSettings settings;
    private final AssociateTellerCardFactory commandFactory;
    private final AssociationStatusClient statuses;
    private final AssociationResponses responses;
    private final RateLimits rates;

    AssociationApi(
            AssociationSettings settings,
            RequestSettings requests,
            AssociateTellerCardFactory commandFactory,
            AssociationStatusClient statuses,
            InstantSource clock) {
        this.settings = settings;
        this.commandFactory = commandFactory;
        this.statuses = statuses;
        this.responses = new AssociationResponses(clock, requests.retryAfterSeconds());
        this.rates = new RateLimits(AssociationResponses.TENANT_KIND, settings::rateOf);
        if (!settings.merchants().isEmpty()) {
            log.info("Merchants with a rate of their own: {}", String.join(", ", settings.merchants()));
        }
    }

    @Override
    public String operationId() {
        return "AssociateRetailChainUserWithCard";
    }

    @Override
    public String operation() {
        return "associate";
    }

    @Override
    public Duration defaultWait() {
        return settings.defaultWait();
    }

    @Override
    public RateLimits rateLimits() {
        return rates;
    }

    @Override
    public Problem.Envelope envelope() {
        return responses;
    }

    /** The merchant is in the body, or for a status query in the token. */
    @Override
    public Optional<Target> target(@Nullable String pathInfo) {
        if (pathInfo == null) {
            return Optional.of(new Target("", Optional.empty()));
        }
        Matcher path = ID.matcher(pathInfo);
        return path.matches() ? Optional.of(new Target("", Optional.of(path.group(1)))) : Optional.empty();
    }

    /** Requests that name no merchant share one rate; they are refused when they are read. */
    @Override
    public String tenant(Target target, Payload payload) {
        try {
            return AssociationRequestReader.merchantId(payload.object(AssociationRequestReader.NAMES));
        } catch (MalformedPayloadException e) {
            return "";
        }
    }

    @Override
    public List<String> tenants(Target target, TokenPermissions permissions) {
        return permissions.merchants();
    }

    @Override
    public Optional<Problem> authorize(String merchantId, TokenPermissions permissions) {
        return merchantId.isEmpty() || permissions.mayActForMerchant(merchantId)
                ? Optional.empty()
                : Optional.of(Problem.FORBIDDEN);
    }

    @Override
    public Reading<AssociationRequest> read(HttpServletRequest request, Payload payload, String merchantId) {
        try {
            ObjectNode object = payload.object(AssociationRequestReader.NAMES);
            AssociationRequest association =
                    AssociationRequestReader.read(request.getHeader(RequestIdFilter.HEADER), object);
            return new Reading.Valid<>(association, association.requestId(), withoutRequestTime(object));
        } catch (MalformedPayloadException e) {
            return new Reading.Refused<>(responses.business(request, ResponseCode.INVALID_PARAMETER));
        } catch (InvalidParameterException e) {
            return new Reading.Refused<>(responses.business(request, e.responseCode()));
        }
    }

    /** {@code requestDateTime} changes with each retry and is not part of the identity. */
    private static ObjectNode withoutRequestTime(ObjectNode root) {
        if (root.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("requestDateTime");
        }
        return root;
    }

    @Override
    public Command command(
            UUID correlationId, Caller caller, Reading.Valid<AssociationRequest> reading, Preference preference) {
        AssociationRequest request = reading.request();
        return new Command(
                Topic.TELLERS_COMMANDS,
                caller,
                MessageKeys.ofTeller(caller.tenant(), request.tellerId()),
                correlationId,
                Optional.of(UUID.randomUUID()),
                commandFactory.create(correlationId, request, preference.respondAsync()));
    }

    @Override
    public Response pending(Command command, HttpServletRequest request) {
        return responses.pending(request, command.correlationId());
    }

    @Override
    public Response replied(SpecificRecord reply, HttpServletRequest request) {
        return responses.replied(request, (TellerEvent) reply);
    }

    @Override
    public AssociationStatus queryStatus(UUID correlationId, String merchantId, String authorization) {
        return statuses.status(correlationId, authorization);
    }

    @Override
    public boolean isDecided(AssociationStatus status) {
        return status.state().isDecided();
    }

    @Override
    public Response status(AssociationStatus status, HttpServletRequest request) {
        return responses.status(request, status);
    }
}
