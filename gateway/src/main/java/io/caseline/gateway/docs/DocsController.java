package io.caseline.gateway.docs;

import io.caseline.gateway.ApiPaths;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** Serves {@code openapi.yaml} as JSON, as tools expect it; {@code /docs/} shows it. */
@RestController
class DocsController {
    private final byte[] document;

    DocsController() throws IOException {
        try (InputStream yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            document = JsonMapper.shared().writeValueAsBytes(loaded);
        }
    }

    @GetMapping(path = ApiPaths.OPENAPI, produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] document() {
        return document;
    }
}
