package io.caseline.schemas;

import com.microsoft.kiota.RequestAdapter;
import com.microsoft.kiota.RequestInformation;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryClientFacadeImpl;
import io.apicurio.registry.rest.client.RegistryClient;
import io.kiota.http.jdk.JDKRequestAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the schema registry is called: which certificates are trusted, and who calls. The registry's own client takes a user
 * and a password but no token, and trust stores from files only.
 *
 * @param http trusts the registry's certificate
 * @param authorization value of the header {@code Authorization}; asked for at each request, as tokens expire
 */
public record RegistryAccess(HttpClient http, Supplier<Optional<String>> authorization) {

    /** The setting of a Kafka client whose value is the access that its serializers use. */
    public static final String SETTING = "caseline.registry.access";

    private static final RegistryAccess ANONYMOUS = new RegistryAccess(
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), Optional::empty);

    /** The access that the settings of a Kafka client give to its serializers; without one, anonymous. */
    public static RegistryAccess of(Map<String, ?> settings) {
        return settings.get(SETTING) instanceof RegistryAccess access ? access : ANONYMOUS;
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public static String bearer(String token) {
        return "Bearer " + token;
    }

    /** Reads the token from a file that may be replaced at any time. */
    public static String bearer(Path file) {
        try {
            return bearer(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the registry's token file " + file, e);
        }
    }

    /** @param url of the registry's API, version 3 */
    public RegistryClientFacade client(String url) {
        RequestAdapter requests = new JDKRequestAdapter(http);
        requests.setBaseUrl(url);
        return new RegistryClientFacadeImpl(new RegistryClient(authorized(requests)));
    }

    private RequestAdapter authorized(RequestAdapter requests) {
        return (RequestAdapter) Proxy.newProxyInstance(
                RequestAdapter.class.getClassLoader(),
                new Class<?>[] {RequestAdapter.class},
                (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof RequestInformation request) {
                        authorization.get().ifPresent(value -> request.headers.tryAdd("Authorization", value));
                    }
                    try {
                        return method.invoke(requests, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    /** Keeps credentials out of logs. */
    @Override
    public String toString() {
        return "RegistryAccess";
    }
}
