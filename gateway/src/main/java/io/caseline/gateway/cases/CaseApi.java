package io.caseline.gateway.cases;

import io.caseline.gateway.ApiPaths;
import io.caseline.gateway.cases.CaseSettings.Program;
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
import io.caseline.messages.CaseEvent;
import io.caseline.schemas.CaseStatus;
import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.Topic;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /programs/{programCode}/customerCare/cases}, and {@code GET …/{correlationId}}. Served by
 * {@link RequestPipeline}, registered in {@link CaseConfiguration}.
 */
@Component
class CaseApi implements PartnerApi<CareRequest, CaseStatus> {
    private static final Logger log = LoggerFactory.getLogger(CaseApi.class);

    /** Below {@link ApiPaths#PROGRAMS}. */
    private static final Pattern PATH = Pattern.compile("/([^/]{1,100})" + ApiPaths.CASES + "(?:/([^/]+))?/?");

    private final CaseSettings settings;
    private final SubmitCaseFactory commandFactory;
    private final CaseStatusClient statuses;
    private final CaseResponses responses;
    private final RateLimits rates;

    CaseApi(
            CaseSettings settings,
            RequestSettings requests,
            SubmitCaseFactory commandFactory,
            CaseStatusClient statuses) {
        this.settings = settings;
        this.commandFactory = commandFactory;
        this.statuses = statuses;
        this.responses = new CaseResponses(requests.retryAfterSeconds());
        this.rates = new RateLimits(
                CaseResponses.TENANT_KIND,
                code -> Objects.requireNonNull(settings.programs().get(code)).rate());
        logPrograms(settings.programs());
    }

    /** So that an operator sees a code that was not read as it was meant. */
    static void logPrograms(Map<String, Program> programs) {
        if (programs.isEmpty()) {
            log.warn("No program is configured, so every request for a case gets 404; see caseline.programs");
            return;
        }
        log.info(
                "Programs: {}",
                programs.entrySet().stream()
                        .map(entry -> entry.getKey() + (entry.getValue().enabled() ? "" : " (not enabled)"))
                        .collect(Collectors.joining(", ")));
    }

    @Override
    public String operationId() {
        return "AddCustomerCareCase";
    }

    @Override
    public String operation() {
        return "case";
    }

    @Override
    public Duration defaultWait() {
        return settings.cases().defaultWait();
    }

    @Override
    public RateLimits rateLimits() {
        return rates;
    }

    @Override
    public Problem.Envelope envelope() {
        return responses;
    }

    @Override
    public Optional<Target> target(@Nullable String pathInfo) {
        Matcher path = PATH.matcher(Objects.requireNonNullElse(pathInfo, ""));
        return path.matches()
                ? Optional.of(new Target(path.group(1), Optional.ofNullable(path.group(2))))
                : Optional.empty();
    }

    @Override
    public String tenant(Target target, Payload payload) {
        return target.program();
    }

    @Override
    public List<String> tenants(Target target, TokenPermissions permissions) {
        return List.of(target.program());
    }

    @Override
    public Optional<Problem> authorize(String programCode, TokenPermissions permissions) {
        if (program(programCode).isEmpty()) {
            return Optional.of(Problem.UNKNOWN_PROGRAM);
        }
        return permissions.mayActForProgram(programCode) ? Optional.empty() : Optional.of(Problem.FORBIDDEN);
    }

    @Override
    public Reading<CareRequest> read(HttpServletRequest request, Payload payload, String programCode) {
        CareRequestReader reader = new CareRequestReader();
        Optional<UUID> requestId = reader.requestId(request.getHeader(RequestIdFilter.HEADER));
        try {
            ObjectNode object = payload.object(CareRequestReader.NAMES);
            CareRequest careRequest = reader.read(object, program(programCode).orElseThrow());
            if (requestId.isPresent() && reader.violations().isEmpty()) {
                return new Reading.Valid<>(careRequest, requestId.get().toString(), object);
            }
        } catch (MalformedPayloadException e) {
            reader.malformed(e);
        }
        return new Reading.Refused<>(responses.refused(reader.violations()));
    }

    private Optional<Program> program(String code) {
        return Optional.ofNullable(settings.programs().get(code)).filter(Program::enabled);
    }

    @Override
    public Command command(
            UUID correlationId, Caller caller, Reading.Valid<CareRequest> reading, Preference preference) {
        return new Command(
                Topic.CASES_COMMANDS,
                caller,
                MessageKeys.ofCase(correlationId),
                correlationId,
                Optional.empty(),
                commandFactory.create(
                        correlationId, caller.tenant(), UUID.fromString(reading.requestId()), reading.request()));
    }

    @Override
    public Response pending(Command command, HttpServletRequest request) {
        return responses.pending(request, command.caller().tenant(), command.correlationId());
    }

    @Override
    public Response replied(SpecificRecord reply, HttpServletRequest request) {
        return responses.replied(request, (CaseEvent) reply);
    }

    @Override
    public CaseStatus queryStatus(UUID correlationId, String programCode, String authorization) {
        return statuses.status(correlationId, programCode, authorization);
    }

    @Override
    public boolean isDecided(CaseStatus status) {
        return status.state().isDecided();
    }

    @Override
    public Response status(CaseStatus status, HttpServletRequest request) {
        return responses.status(status);
    }
}
