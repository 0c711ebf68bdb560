package io.caseline.apicurio;

import com.microsoft.kiota.RequestAdapter;
import com.microsoft.kiota.RequestInformation;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.client.RegistryClientFacadeImpl;
import io.apicurio.registry.rest.client.RegistryClient;
import io.caseline.schemas.registry.RegistryAccess;
import io.kiota.http.jdk.JDKRequestAdapter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The registry's client over our own HTTP client: its own takes a user and a password but no token, trust stores from files
 * only, and waits without end.
 */
final class RegistryClients {
    private static final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

    private RegistryClients() {}

    static RegistryClientFacade create(Map<String, ?> settings) {
        RegistryAccess registry = RegistryAccess.of(settings);
        RequestAdapter requests = new JDKRequestAdapter(registry.http());
        requests.setBaseUrl(String.valueOf(settings.get(ApicurioLibrary.URL)));
        RegistryClientFacade client = new RegistryClientFacadeImpl(new RegistryClient(authorized(requests, registry)));
        return (RegistryClientFacade) Proxy.newProxyInstance(
                RegistryClients.class.getClassLoader(),
                new Class<?>[] {RegistryClientFacade.class},
                (proxy, method, arguments) -> timed(client, method, arguments, registry.timeout()));
    }

    private static @Nullable Object timed(
            RegistryClientFacade client, Method method, Object @Nullable [] arguments, Duration timeout)
            throws Exception {
        Future<@Nullable Object> answer = asking.submit(() -> method.invoke(client, arguments));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The registry's client failed", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static RequestAdapter authorized(RequestAdapter requests, RegistryAccess registry) {
        return (RequestAdapter) Proxy.newProxyInstance(
                RequestAdapter.class.getClassLoader(),
                new Class<?>[] {RequestAdapter.class},
                (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof RequestInformation request) {
                        registry.authorization()
                                .get()
                                .ifPresent(value -> request.headers.tryAdd("Authorization", value));
                    }
                    try {
                        return method.invoke(requests, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
