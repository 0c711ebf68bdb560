package io.caseline.gateway.tellers;

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
import io.caseline.gateway.tellers.AssociateRequestReader.InvalidParameterException;
import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.TellerEvent;
import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.Topic;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /retailer/user/associate}: every business answer is HTTP 200 with a response code. {@code GET …/{correlationId}}
 * asks what became of a request.
 */
@SuppressWarnings("serial") // servlets are serializable for history's sake only
final class AssociateServlet extends HttpServlet {
    static final String PATH = "/retailer/user/associate";
    private static final Pattern ID = Pattern.compile("/([^/]+)/?");
    private static final String OPERATION = "AssociateRetailChainUserWithCard";

    private final AssociateSettings settings;
    private final Intake intake;
    private final Acceptance acceptance;
    private final AssociateCommands commands;
    private final AssociationStatuses statuses;
    private final Executor virtualThreads;
    private final RateLimits rates;
    private final AssociateAnswers answers;

    AssociateServlet(
            AssociateSettings settings,
            Intake intake,
            Acceptance acceptance,
            AssociateCommands commands,
            AssociationStatuses statuses,
            Executor virtualThreads,
            InstantSource clock) {
        this.settings = settings;
        this.intake = intake;
        this.acceptance = acceptance;
        this.commands = commands;
        this.statuses = statuses;
        this.virtualThreads = virtualThreads;
        this.rates =
                new RateLimits("merchant", merchantId -> settings.rates().getOrDefault(merchantId, settings.rate()));
        this.answers = new AssociateAnswers(clock, intake.retryAfterSeconds());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() != null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        intake.receive(request, settings.answerWithin(), answers, this::associate);
    }

    private void associate(Exchange exchange, byte[] body) {
        HttpServletRequest request = exchange.request();
        try {
            Payload payload = Payload.read(intake.json(), body);
            ObjectNode root = payload.root();
            String merchantId = AssociateRequestReader.merchantId(root);
            if (!merchantId.isEmpty() && !exchange.grants().mayActForMerchant(merchantId)) {
                exchange.answer(answers.forbidden(request));
                return;
            }
            RateLimits.Verdict rate = rates.take(merchantId);
            exchange.onAnswer(rate::on);
            if (rate.refused()) {
                exchange.answer(answers.overRate(request));
                return;
            }
            AssociateRequest association = AssociateRequestReader.read(request.getHeader(RequestIdFilter.HEADER), root);
            withoutRequestTime(root);
            UUID correlationId = payload.correlationId(intake.ids(), OPERATION, merchantId, association.requestId());
            accept(
                    exchange,
                    commands.command(
                            correlationId, association, exchange.preference().async()));
        } catch (MalformedPayloadException e) {
            exchange.answer(answers.business(request, Response.INVALID_PARAMETER));
        } catch (InvalidParameterException e) {
            exchange.answer(answers.business(request, e.response()));
        }
    }

    /** A till that sends a request again stamps it anew; it is the same request. */
    private static void withoutRequestTime(ObjectNode root) {
        if (root.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("requestDateTime");
        }
    }

    private void accept(Exchange exchange, AssociateTellerCard command) {
        exchange.identify(command.getCorrelationId());
        acceptance.accept(
                new Command(
                        Topic.TELLERS_COMMANDS,
                        command.getMerchantId(),
                        MessageKeys.ofTeller(command.getMerchantId(), command.getTellerId()),
                        command.getCorrelationId(),
                        Optional.of(UUID.randomUUID()),
                        command),
                exchange,
                result -> exchange.answer(answer(result, exchange.request(), command.getCorrelationId())
                        .applied(exchange.preference())));
    }

    private Answer answer(Result result, HttpServletRequest request, UUID correlationId) {
        return switch (result) {
            case Result.Outcome outcome -> outcome((TellerEvent) outcome.event(), request);
            case Result.Durable durable -> answers.pending(request, correlationId);
            case Result.Unavailable unavailable -> answers.unavailable(request);
        };
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher path = ID.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        if (!path.matches()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String id = path.group(1);
        intake.ask(request, answers, virtualThreads, exchange -> exchange.answer(status(exchange, id)));
    }

    private Answer status(Exchange exchange, String id) {
        HttpServletRequest request = exchange.request();
        Optional<RateLimits.Verdict> rate = rate(exchange.grants().merchants());
        if (rate.isEmpty()) {
            return answers.forbidden(request);
        }
        exchange.onAnswer(rate.get()::on);
        if (rate.get().refused()) {
            return answers.overRate(request);
        }
        Optional<UUID> correlationId = Guid.read(id);
        if (correlationId.isEmpty()) {
            return answers.badId(request);
        }
        try {
            return statuses.find(
                            correlationId.get(),
                            exchange.grants().merchants().getFirst(),
                            request.getHeader("Authorization"),
                            exchange.preference().patience())
                    .map(status -> answers.status(request, status))
                    .orElseGet(() -> answers.notFound(request))
                    .applied(exchange.preference());
        } catch (RestClientException e) {
            log("The outcome of a request could not be asked for: " + e.getMessage());
            return answers.statusUnavailable(request);
        }
    }

    /** A question names no merchant, so it may come out of the rate of any that the token is for. */
    private Optional<RateLimits.Verdict> rate(List<String> merchants) {
        Optional<RateLimits.Verdict> verdict = Optional.empty();
        for (String merchantId : merchants) {
            verdict = Optional.of(rates.take(merchantId));
            if (!verdict.get().refused()) {
                break;
            }
        }
        return verdict;
    }

    /** With the outcome's own time, so that a repeat gets the same answer to the letter. */
    private Answer outcome(TellerEvent event, HttpServletRequest request) {
        return answers.business(request, event.getCorrelationId(), event.getOccurredAt(), Response.of(event));
    }
}
