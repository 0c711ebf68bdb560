package io.caseline.gateway.server;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The response for unknown paths and methods: the envelope, without internals. */
@RestController
class ErrorResponseController implements ErrorController {

    record Body(List<Detail> responseDetails) {}

    record Detail(
            int code,
            int subCode,
            String description,
            @Nullable String url) {}

    @RequestMapping("${spring.web.error.path:/error}")
    ResponseEntity<Body> error(HttpServletRequest request) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Body(List.of(new Detail(status, 0, ErrorSentence.of(request, status), null))));
    }
}
