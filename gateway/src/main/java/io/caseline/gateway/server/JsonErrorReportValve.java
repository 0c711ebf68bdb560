package io.caseline.gateway.server;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The response for a request that reaches no servlet: the envelope, without internals. */
public final class JsonErrorReportValve extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(JsonErrorReportValve.class);

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
                                + ErrorSentence.of(response.getStatus()) + "\",\"url\":null}]}");
                response.finishResponse();
            }
        } catch (IOException e) {
            log.debug("The caller disconnected before the response", e);
        }
    }
}
