package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.faults.CallLog;
import io.caseline.sandbox.faults.DroppedConnections;
import io.caseline.sandbox.faults.FaultBoard;
import io.caseline.sandbox.faults.Faults;
import io.caseline.sandbox.faults.Stats;
import io.caseline.sandbox.limits.ApiUsage;
import io.caseline.sandbox.limits.RunningCalls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The way of a call: through the gate, to its resource, and back with whatever the faults do to its answer. */
@RestController
class DataApiController {

    private final Gate gate;
    private final RequestBody body;
    private final Resources resources;
    private final FaultBoard faults;
    private final Stats stats;
    private final ApiUsage usage;
    private final RunningCalls running;
    private final CallLog log;
    private final JsonMapper json;

    DataApiController(
            Gate gate,
            RequestBody body,
            Resources resources,
            FaultBoard faults,
            Stats stats,
            ApiUsage usage,
            RunningCalls running,
            CallLog log,
            JsonMapper json) {
        this.gate = gate;
        this.body = body;
        this.resources = resources;
        this.faults = faults;
        this.stats = stats;
        this.usage = usage;
        this.running = running;
        this.log = log;
        this.json = json;
    }

    /** The one resource that asks for no session. */
    @GetMapping({"/services/data", "/services/data/"})
    List<Versions.Version> versions() {
        return Versions.all();
    }

    @RequestMapping("/services/data/**")
    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException, InterruptedException {
        Answer answer;
        try (RunningCalls.Call call = running.start()) {
            stats.callStarted(call.concurrent());
            answer = answer(request);
            stats.written(answer.tally());
            holdBack(answer);
        }
        if (answer.tally().records() > 0 && faults.holdBackForGood()) {
            DroppedConnections.drop(request);
            return;
        }
        send(answer, request, response);
    }

    private Answer answer(HttpServletRequest request) throws IOException, InterruptedException {
        try {
            gate.admit(request);
            JsonNode json = body.read(request);
            log.add(call(request, json));
            faults.failCall(json);
            if (json != null) {
                faults.holdCall();
            }
            return resources.answer(ApiRequest.of(request.getMethod(), Gate.url(request), json));
        } catch (ApiException e) {
            return Answer.of(e);
        }
    }

    private static CallLog.Call call(HttpServletRequest request, @Nullable JsonNode json) {
        return new CallLog.Call(
                request.getMethod(),
                request.getRequestURI(),
                Math.max(0, request.getContentLength()),
                request.getHeader(HttpHeaders.CONTENT_ENCODING) != null,
                request.getHeader(HttpHeaders.ACCEPT_ENCODING) != null,
                json == null ? List.of() : json.findValuesAsString(CaseField.CORRELATION_ID.apiName()));
    }

    private void holdBack(Answer answer) throws InterruptedException {
        Faults now = faults.faults();
        double micros = 1000.0
                * (now.latency() + now.latencyPerRecord() * answer.tally().records());
        if (micros > 0) {
            Thread.sleep(Duration.ofNanos((long) (1000 * micros)));
        }
    }

    private void send(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setHeader("Sforce-Limit-Info", "api-usage=%d/%d".formatted(usage.used(), usage.max()));
        answer.headers().forEach(response::setHeader);
        if (answer.body() == null) {
            return;
        }
        byte[] bytes = json.writeValueAsBytes(answer.body());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE + ";charset=UTF-8");
        response.setContentLength(bytes.length);
        if (faults.takeTruncation()) {
            response.getOutputStream().write(bytes, 0, bytes.length / 2);
            response.flushBuffer();
            DroppedConnections.drop(request);
            return;
        }
        response.getOutputStream().write(bytes);
    }
}
