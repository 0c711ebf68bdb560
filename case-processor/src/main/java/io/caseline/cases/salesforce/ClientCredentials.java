package io.caseline.cases.salesforce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A client id and its secret. */
final class ClientCredentials implements SignInMethod {
    private final SalesforceSettings settings;

    ClientCredentials(SalesforceSettings settings) {
        this.settings = settings;
    }

    @Override
    public Form form() {
        Form form = new Form();
        form.add("grant_type", "client_credentials");
        form.add("client_id", settings.clientId());
        form.add("client_secret", secret());
        return form;
    }

    private String secret() {
        if (settings.clientSecret() != null) {
            return settings.clientSecret();
        }
        Path file = Objects.requireNonNull(settings.clientSecretFile());
        try {
            String secret = Files.readString(file).strip();
            if (!secret.isEmpty()) {
                return secret;
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The file of caseline.salesforce.client-secret-file, " + file + ", cannot be read", e);
        }
        throw new IllegalStateException("The file of caseline.salesforce.client-secret-file, " + file + ", is empty");
    }
}
