package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON body of a request, which may be gzipped. */
@Component
class JsonBodyReader {

    private static final int MAX_BYTES = 6 * 1024 * 1024;

    private final JsonMapper json;

    JsonBodyReader(JsonMapper json) {
        this.json = json;
    }

    /** @return null if the request has no body */
    @Nullable
    JsonNode read(HttpServletRequest request) throws IOException {
        byte[] body = bytes(request);
        if (body.length == 0) {
            return null;
        }
        String type = request.getContentType();
        if (type == null || !type.startsWith("application/json")) {
            throw new ApiException(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "Content-Type header specified in HTTP request is not supported: " + type);
        }
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            String at =
                    place == null ? "" : " at [line:%d, column:%d]".formatted(place.getLineNr(), place.getColumnNr());
            throw ApiException.badRequest("JSON_PARSER_ERROR", e.getOriginalMessage() + at);
        }
    }

    private static byte[] bytes(HttpServletRequest request) throws IOException {
        boolean gzipped = "gzip".equalsIgnoreCase(request.getHeader(HttpHeaders.CONTENT_ENCODING));
        try (InputStream sent = request.getInputStream();
                InputStream plain = gzipped ? new GZIPInputStream(sent) : sent) {
            byte[] body = plain.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new ApiException(413, "REQUEST_TOO_LARGE", "Maximum size of request is " + MAX_BYTES + " bytes");
            }
            return body;
        } catch (ZipException e) {
            throw ApiException.badRequest("JSON_PARSER_ERROR", "The body is not gzip: " + e.getMessage());
        }
    }
}
