package io.caseline.cases.salesforce;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.unit.DataSize;

/** Sends JSON above a size as gzip. */
final class GzipRequestInterceptor implements ClientHttpRequestInterceptor {
    private final DataSize above;

    GzipRequestInterceptor(DataSize above) {
        this.above = above;
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        boolean json =
                MediaType.APPLICATION_JSON.isCompatibleWith(request.getHeaders().getContentType());
        if (!json || body.length <= above.toBytes()) {
            return execution.execute(request, body);
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(body);
        }
        request.getHeaders().set(HttpHeaders.CONTENT_ENCODING, "gzip");
        request.getHeaders().setContentLength(zipped.size());
        return execution.execute(request, zipped.toByteArray());
    }
}
