package io.confluent.kafka.serializers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.serializers.subject.TopicNameStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls the registry as its client's settings say. */
final class RegistryCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ?> settings;
    private final @Nullable SSLContext tls;

    RegistryCalls(Map<String, ?> settings) {
        this.settings = settings;
        require("value.subject.name.strategy", TopicNameStrategy.class.getName());
        require("auto.register.schemas", "false");
        require("max.retries", "0");
        require("schema.registry.ssl.endpoint.identification.algorithm", "https");
        tls = tls();
    }

    /** The real one has other defaults, which the applications must not get. */
    private void require(String name, String value) {
        if (!value.equals(get(name))) {
            throw new ConfigException(name, get(name), "the stand-in can only do " + value);
        }
    }

    private String get(String name) {
        Object value = settings.get(name);
        if (value == null) {
            throw new ConfigException(name, null, "is required");
        }
        return value.toString();
    }

    /** @throws KafkaException of the class that the status stands for; for other failures, with an {@link IOException} */
    JsonNode call(String path, @Nullable JsonNode body, String failure) {
        try {
            HttpURLConnection connection = connect(path);
            try {
                if (body != null) {
                    connection.setDoOutput(true);
                    connection.getOutputStream().write(JSON.writeValueAsBytes(body));
                }
                int status = connection.getResponseCode();
                if (status != HttpURLConnection.HTTP_OK) {
                    throw exception(status, failure);
                }
                try (InputStream in = connection.getInputStream()) {
                    return JSON.readTree(in);
                }
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw new SerializationException(failure, e);
        }
    }

    private HttpURLConnection connect(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(get("schema.registry.url") + path).toURL().openConnection();
        connection.setConnectTimeout(Integer.parseInt(get("http.connect.timeout.ms")));
        connection.setReadTimeout(Integer.parseInt(get("http.read.timeout.ms")));
        connection.setRequestProperty("Content-Type", "application/vnd.schemaregistry.v1+json");
        if (connection instanceof HttpsURLConnection secure && tls != null) {
            secure.setSSLSocketFactory(tls.getSocketFactory());
        }
        if (settings.containsKey("basic.auth.credentials.source")) {
            require("basic.auth.credentials.source", "USER_INFO");
            connection.setRequestProperty(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(get("basic.auth.user.info").getBytes(StandardCharsets.UTF_8)));
        }
        if (settings.containsKey("bearer.auth.credentials.source")) {
            require("bearer.auth.credentials.source", "STATIC_TOKEN");
            connection.setRequestProperty("Authorization", "Bearer " + get("bearer.auth.token"));
        }
        return connection;
    }

    private static KafkaException exception(int status, String failure) {
        IOException cause = new IOException("HTTP " + status);
        return switch (status) {
            case 401 -> new AuthenticationException(failure, cause);
            case 403 -> new AuthorizationException(failure, cause);
            case 408, 500, 503, 504 -> new TimeoutException(failure, cause);
            default -> new SerializationException(failure, cause);
        };
    }

    private @Nullable SSLContext tls() {
        Optional<String> trusted = Optional.ofNullable(settings.get("schema.registry.ssl.truststore.certificates"))
                .map(Object::toString);
        if (trusted.isEmpty()) {
            return null;
        }
        require("schema.registry.ssl.truststore.type", "PEM");
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(trusted.get().getBytes(StandardCharsets.UTF_8)))) {
                store.setCertificateEntry(Integer.toString(store.size()), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new KafkaException(e);
        }
    }
}
