package io.caseline.gateway.cases;

import io.caseline.gateway.cases.CaseSettings.Program;
import io.caseline.gateway.intake.Acceptance;
import io.caseline.gateway.intake.Acceptance.Result;
import io.caseline.gateway.intake.Answer;
import io.caseline.gateway.intake.Command;
import io.caseline.gateway.intake.Exchange;
import io.caseline.gateway.intake.Guid;
import io.caseline.gateway.intake.Intake;
import io.caseline.gateway.intake.Payload;
import io.caseline.gateway.intake.Payload.MalformedPayloadException;
import io.caseline.gateway.intake.RateLimits;
import io.caseline.gateway.intake.RequestIdFilter;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.Topic;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;

/**
 * {@code POST /programs/{programCode}/customerCare/cases}, and {@code GET …/{correlationId}}. A servlet rather than an
 * annotated controller: at a partner's volume the dispatcher costs more than all that is done here.
 */
@SuppressWarnings("serial") // servlets are serializable for history's sake only
final class CaseServlet extends HttpServlet {
    private static final Pattern PATH = Pattern.compile("/([^/]{1,100})/customerCare/cases(?:/([^/]+))?/?");
    private static final String OPERATION = "AddCustomerCareCase";

    private final CaseSettings settings;
    private final Intake intake;
    private final Acceptance acceptance;
    private final CaseCommands commands;
    private final CaseStatuses statuses;
    private final Executor virtualThreads;
    private final RateLimits rates;
    private final CaseAnswers answers;

    CaseServlet(
            CaseSettings settings,
            Intake intake,
            Acceptance acceptance,
            CaseCommands commands,
            CaseStatuses statuses,
            Executor virtualThreads) {
        this.settings = settings;
        this.intake = intake;
        this.acceptance = acceptance;
        this.commands = commands;
        this.statuses = statuses;
        this.virtualThreads = virtualThreads;
        this.rates = new RateLimits(
                "program",
                code -> Objects.requireNonNull(settings.programs().get(code)).rate());
        this.answers = new CaseAnswers(intake.retryAfterSeconds());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher path = path(request);
        if (!path.matches() || path.group(2) != null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String programCode = path.group(1);
        intake.receive(
                request,
                settings.cases().answerWithin(),
                answers,
                (exchange, body) -> submit(exchange, programCode, body));
    }

    private void submit(Exchange exchange, String programCode, byte[] body) {
        HttpServletRequest request = exchange.request();
        Optional<Program> program = program(programCode);
        if (program.isEmpty()) {
            exchange.answer(answers.refused(List.of(unknownProgram())));
            return;
        }
        if (!exchange.grants().mayActForProgram(programCode)) {
            exchange.answer(answers.forbidden());
            return;
        }
        RateLimits.Verdict rate = rates.take(programCode);
        exchange.onAnswer(rate::on);
        if (rate.refused()) {
            exchange.answer(answers.overRate());
            return;
        }
        CareRequestReader reader = new CareRequestReader();
        UUID requestId = requestId(request.getHeader(RequestIdFilter.HEADER), reader.faults());
        try {
            Payload payload = Payload.read(intake.json(), body);
            CareRequest careRequest = reader.read(payload.root(), program.get());
            if (requestId == null || !reader.faults().isEmpty()) {
                exchange.answer(answers.refused(reader.faults()));
                return;
            }
            UUID correlationId = payload.correlationId(intake.ids(), OPERATION, programCode, requestId.toString());
            accept(exchange, commands.command(correlationId, programCode, requestId, careRequest));
        } catch (MalformedPayloadException e) {
            reader.faults().add(malformed(e, body));
            exchange.answer(answers.refused(reader.faults()));
        }
    }

    private void accept(Exchange exchange, SubmitCase command) {
        String programCode = command.getProgramCode();
        UUID correlationId = command.getCorrelationId();
        exchange.identify(correlationId);
        acceptance.accept(
                new Command(
                        Topic.CASES_COMMANDS,
                        programCode,
                        MessageKeys.ofCase(correlationId),
                        correlationId,
                        Optional.empty(),
                        command),
                exchange,
                result -> exchange.answer(
                        answer(result, programCode, correlationId).applied(exchange.preference())));
    }

    private Answer answer(Result result, String programCode, UUID correlationId) {
        return switch (result) {
            case Result.Outcome outcome -> answers.outcome((CaseEvent) outcome.event(), programCode);
            case Result.Durable durable -> answers.pending(programCode, correlationId);
            case Result.Unavailable unavailable ->
                answers.unavailable("The request could not be made durable; send the same request again");
        };
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher path = path(request);
        if (!path.matches() || path.group(2) == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String programCode = path.group(1);
        String id = path.group(2);
        intake.ask(request, answers, virtualThreads, exchange -> exchange.answer(status(exchange, programCode, id)));
    }

    private Answer status(Exchange exchange, String programCode, String id) {
        if (program(programCode).isEmpty()) {
            return answers.refused(List.of(unknownProgram()));
        }
        if (!exchange.grants().mayActForProgram(programCode)) {
            return answers.forbidden();
        }
        RateLimits.Verdict rate = rates.take(programCode);
        exchange.onAnswer(rate::on);
        if (rate.refused()) {
            return answers.overRate();
        }
        Optional<UUID> correlationId = Guid.read(id);
        if (correlationId.isEmpty()) {
            return answers.refused(List.of(Fault.invalid("correlationId")));
        }
        try {
            return statuses.find(
                            correlationId.get(),
                            programCode,
                            exchange.request().getHeader("Authorization"),
                            exchange.preference().patience())
                    .map(answers::status)
                    .orElseGet(answers::notFound)
                    .applied(exchange.preference());
        } catch (RestClientException e) {
            log("The status of a case could not be asked for: " + e.getMessage());
            return answers.unavailable("The status is not available at the moment");
        }
    }

    private Optional<Program> program(String code) {
        return Optional.ofNullable(settings.programs().get(code)).filter(Program::enabled);
    }

    private static Matcher path(HttpServletRequest request) {
        return PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
    }

    private static @Nullable UUID requestId(@Nullable String header, List<Fault> faults) {
        if (header == null || header.isBlank()) {
            faults.add(Fault.required(RequestIdFilter.HEADER));
            return null;
        }
        Optional<UUID> requestId = Guid.read(header);
        if (requestId.isEmpty()) {
            faults.add(Fault.invalid(RequestIdFilter.HEADER));
        }
        return requestId.orElse(null);
    }

    private static Fault malformed(MalformedPayloadException e, byte[] body) {
        if (!e.unreadable()) {
            return Fault.invalid("The request body");
        }
        return new Fault(
                Fault.Code.MISSING,
                body.length == 0 ? "The request body is empty" : "The request body is not valid JSON");
    }

    private static Fault unknownProgram() {
        return new Fault(Fault.Code.PROGRAM, "programCode is not known");
    }
}
