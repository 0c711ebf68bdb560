package io.caseline.cases.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.console.TellersApi.PendingPlanChanges;
import io.caseline.cases.console.TellersLookup.Result;
import io.caseline.messaging.testing.Certificates;
import io.caseline.messaging.testing.Guide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The console's client of teller-processor with the properties of the security guide, without the rest of the application. */
@ExtendWith(OutputCaptureExtension.class)
class TellersOverTlsTest {
    private static final TellerProcessorStub TELLERS = TellerProcessorStub.secure();

    @TempDir
    private Path folder = Path.of("");

    @ImportAutoConfiguration({
        HttpMessageConvertersAutoConfiguration.class,
        ImperativeHttpClientAutoConfiguration.class,
        RestClientAutoConfiguration.class,
        HttpServiceClientPropertiesAutoConfiguration.class,
        HttpServiceClientAutoConfiguration.class,
        SslAutoConfiguration.class
    })
    @EnableConfigurationProperties(ConsoleSettings.class)
    @Import({TellersConfiguration.class, TellersLookup.class})
    static class Client {}

    @Test
    void teller_processor_is_asked_if_its_authority_is_trusted() throws IOException {
        assertThat(ask(Certificates.shared().authority()).found())
                .isNotNull()
                .extracting(PendingPlanChanges::total)
                .isEqualTo(1L);
    }

    @Test
    void the_log_says_that_its_certificate_is_not_trusted(CapturedOutput log) throws IOException {
        assertThat(ask(Certificates.stranger().authority()).problem()).startsWith("teller-processor does not answer.");
        assertThat(log)
                .contains("teller-processor does not answer: its certificate is not trusted:"
                        + " no certificate in the trust store has signed it");
    }

    private Result<PendingPlanChanges> ask(Path authority) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "of-the-console");
        Guide guide = new Guide()
                .replace("/etc/caseline/tls/ca.crt", authority)
                .replace("/etc/caseline/tls", Certificates.shared().folder())
                .replace("https://teller-processor.example.com:8402", TELLERS.url())
                .set("caseline.console.tellers.token-file", token);
        try (ConfigurableApplicationContext client = new SpringApplicationBuilder(Client.class)
                .web(WebApplicationType.NONE)
                .run(guide.arguments("Certificates", "Gateway to processors"))) {
            return client.getBean(TellersLookup.class).ask(TellersApi::pendingPlanChanges);
        }
    }
}
