package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.faults.CallLog;
import io.caseline.sandbox.faults.DroppedConnections;
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

/** Handles an API call: checks its admission, passes it to its resource, and applies the active faults to the response. */
@RestController
class DataApiController {

    private final AdmissionControl admission;
    private final JsonBodyReader bodyReader;
    private final ApiRouter router;
    private final ActiveFaults faults;
    private final Stats stats;
    private final ApiUsage usage;
    private final RunningCalls running;
    private final CallLog log;
    private final JsonMapper json;

    DataApiController(
            AdmissionControl admission,
            JsonBodyReader bodyReader,
            ApiRouter router,
            ActiveFaults faults,
            Stats stats,
            ApiUsage usage,
            RunningCalls running,
            CallLog log,
            JsonMapper json) {
        this.admission = admission;
        this.bodyReader = bodyReader;
        this.router = router;
        this.faults = faults;
        this.stats = stats;
        this.usage = usage;
        this.running = running;
        this.log = log;
        this.json = json;
    }

    /** The only resource that needs no session. */
    @GetMapping({"/services/data", "/services/data/"})
    List<Versions.Version> versions() {
        return Versions.all();
    }

    @RequestMapping("/services/data/**")
    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException, InterruptedException {
        ApiResponse apiResponse;
        try (RunningCalls.Call call = running.start()) {
            stats.callStarted(call.concurrent());
            apiResponse = handle(request);
            stats.written(apiResponse.tally());
            delay(apiResponse);
        }
        if (apiResponse.tally().records() > 0 && faults.withholdResponse()) {
            DroppedConnections.drop(request);
            return;
        }
        send(apiResponse, request, response);
    }

    private ApiResponse handle(HttpServletRequest request) throws IOException, InterruptedException {
        try {
            admission.admit(request);
            JsonNode json = bodyReader.read(request);
            log.add(call(request, json));
            faults.failCall(json);
            if (json != null) {
                faults.holdCall();
            }
            return router.handle(ApiRequest.of(request.getMethod(), AdmissionControl.url(request), json));
        } catch (ApiException e) {
            return ApiResponse.of(e);
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

    private void delay(ApiResponse apiResponse) throws InterruptedException {
        Duration delay = faults.faults().delay(apiResponse.tally().records());
        if (delay.isPositive()) {
            Thread.sleep(delay);
        }
    }

    private void send(ApiResponse apiResponse, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(apiResponse.status());
        response.setHeader("Sforce-Limit-Info", "api-usage=%d/%d".formatted(usage.used(), usage.max()));
        apiResponse.headers().forEach(response::setHeader);
        if (apiResponse.body() == null) {
            return;
        }
        byte[] bytes = json.writeValueAsBytes(apiResponse.body());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE + ";charset=UTF-8");
        response.setContentLength(bytes.length);
        if (faults.takeTruncate()) {
            response.getOutputStream().write(bytes, 0, bytes.length / 2);
            response.flushBuffer();
            DroppedConnections.drop(request);
            return;
        }
        response.getOutputStream().write(bytes);
    }
}
