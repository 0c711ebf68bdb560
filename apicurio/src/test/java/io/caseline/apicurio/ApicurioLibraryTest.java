package io.caseline.apicurio;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.schemas.registry.RegistryAccess;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApicurioLibraryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://registry:8080/proxied",
                "https://registry:8080/proxied/",
                "https://registry:8080/proxied/apis/ccompat/v7",
                "https://registry:8080/proxied/apis/ccompat/v7/",
                "https://registry:8080/proxied/apis/registry/v3"
            })
    void knows_both_apis_by_the_address_with_or_without_the_path_of_one(String url) {
        ApicurioLibrary library = new ApicurioLibrary();
        RegistryAccess registry = new RegistryAccess(
                url, Duration.ZERO, Duration.ZERO, HttpClient.newHttpClient(), null, Optional::empty);

        assertThat(library.api(url)).isEqualTo("https://registry:8080/proxied/apis/ccompat/v7");
        assertThat(library.settings(registry))
                .containsEntry("apicurio.registry.url", "https://registry:8080/proxied/apis/registry/v3");
    }
}
