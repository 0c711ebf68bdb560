package io.caseline.cases.ops;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the OpenAPI document of this API. */
@RestController
class DocumentController {

    @GetMapping(path = "/ops/v1/openapi.yaml", produces = "application/yaml")
    Resource document() {
        return new ClassPathResource("operations-api.yaml");
    }
}
