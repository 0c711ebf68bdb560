package io.caseline.gateway.security;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a request gets that is too broken for any servlet: the envelope, and nothing of the inside. */
public final class JsonErrorReport extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(JsonErrorReport.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable cause) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("application/json");
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(
                        "{\"responseDetails\":[{\"code\":" + response.getStatus() + ",\"subCode\":0,\"description\":\""
                                + Refusal.sentence(response.getStatus()) + "\",\"url\":null}]}");
                response.finishResponse();
            }
        } catch (IOException e) {
            log.debug("The caller went away before the answer", e);
        }
    }
}
