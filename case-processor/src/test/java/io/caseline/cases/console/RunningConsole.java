package io.caseline.cases.console;

import io.caseline.cases.testing.RunningCaseProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application with an account for each role; everybody's password is the same. */
abstract class RunningConsole extends RunningCaseProcessor {
    static final TellerProcessorStub TELLERS = new TellerProcessorStub();
    static final Path TOKEN_FILE = file("first-token\n");
    static final String PASSWORD = "correct horse battery staple";

    @DynamicPropertySource
    static void accounts(DynamicPropertyRegistry properties) {
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD);
        account(properties, "viola", hash, "view");
        account(properties, "oscar", hash, "operate");
        account(properties, "amy", hash, "operate,amend");
        properties.add("caseline.console.users.filippa.password-file", file(PASSWORD + "\n")::toString);
        properties.add("caseline.console.users.filippa.roles", () -> "view");
        properties.add("spring.http.serviceclient.tellers.base-url", TELLERS::url);
        properties.add("caseline.console.tellers.token-file", TOKEN_FILE::toString);
    }

    private static void account(DynamicPropertyRegistry properties, String name, String hash, String roles) {
        properties.add("caseline.console.users." + name + ".password", () -> hash);
        properties.add("caseline.console.users." + name + ".roles", () -> roles);
    }

    private static Path file(String text) {
        try {
            Path file = Files.createTempFile("console", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Visitor visitor() {
        return new Visitor(operationsPort);
    }

    Visitor signedIn(String name) {
        return Visitor.signedIn(operationsPort, name, PASSWORD);
    }
}
