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

    /** @param sentence without characters that JSON escapes */
    static String envelope(int status, String sentence) {
        return "{\"responseDetails\":[{\"code\":" + status + ",\"subCode\":0,\"description\":\"" + sentence
                + "\",\"url\":null}]}";
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable cause) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("application/json");
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(envelope(response.getStatus(), ErrorSentence.of(request, response.getStatus())));
                response.finishResponse();
            }
        } catch (IOException e) {
            log.debug("The caller disconnected before the response", e);
        }
    }
}
