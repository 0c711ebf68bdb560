package io.caseline.cases.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads bodies. Nothing is ignored or converted: a misspelt property would otherwise do more than the operator means. */
@Component
class StrictJson {
    private static final int MOST_BYTES = 256 * 1024;

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                            .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
            .build();

    /** Answers never quote what was sent: it may be what a customer said. */
    <T> T read(HttpServletRequest request, Class<T> type) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new ErrorResponseException(HttpStatus.CONTENT_TOO_LARGE);
        }
        try {
            T value = json.readValue(body, type);
            if (value == null) {
                throw new InvalidRequestException("body", "is required");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw new InvalidRequestException(path(e), "is not a known property");
        } catch (DatabindException e) {
            String path = path(e);
            throw path.isEmpty()
                    ? new InvalidRequestException("body", "must be a JSON object")
                    : new InvalidRequestException(path, "has a value of the wrong type");
        } catch (JacksonException e) {
            throw new InvalidRequestException("body", "is not valid JSON");
        }
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(reference -> reference.getPropertyName() == null
                        ? Integer.toString(reference.getIndex())
                        : reference.getPropertyName())
                .collect(Collectors.joining("."));
    }
}
