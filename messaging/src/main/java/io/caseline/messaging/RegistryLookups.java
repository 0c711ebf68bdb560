package io.caseline.messaging;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.caseline.schemas.ConnectionFailure;
import io.caseline.schemas.RegistryAccess;
import java.lang.reflect.InvocationHandler;
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
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Looks schemas up for the serializers. A lookup that fails or takes too long throws {@link
 * SchemaRegistryUnavailableException}. Further lookups then fail at once for a while, so that a poll does not wait for
 * each of its records.
 */
final class RegistryLookups implements InvocationHandler {
    /** Longest wait for an answer; a setting of the Kafka clients. */
    static final String TIMEOUT = "caseline.registry.timeout";

    /** How long lookups fail at once after one has failed; a setting of the Kafka clients. */
    static final String RETRY_EVERY = "caseline.registry.retry-every";

    private static final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

    private final RegistryClientFacade registry;
    private final Duration timeout;
    private final Duration retryEvery;
    private volatile @Nullable Failure last;

    private RegistryLookups(RegistryClientFacade registry, Duration timeout, Duration retryEvery) {
        this.registry = registry;
        this.timeout = timeout;
        this.retryEvery = retryEvery;
    }

    static RegistryClientFacade of(Map<String, ?> settings) {
        return (RegistryClientFacade) Proxy.newProxyInstance(
                RegistryLookups.class.getClassLoader(),
                new Class<?>[] {RegistryClientFacade.class},
                new RegistryLookups(
                        RegistryAccess.of(settings).client(new SchemaResolverConfig(settings).getRegistryUrl()),
                        duration(settings, TIMEOUT, Duration.ofSeconds(5)),
                        duration(settings, RETRY_EVERY, Duration.ofSeconds(2))));
    }

    /**
     * @throws SchemaRegistryUnavailableException if the registry gives no usable answer
     * @throws SerializationException if the registry says that it has no such schema
     */
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        Failure failure = last;
        if (failure != null && System.nanoTime() - failure.nanoTime() < retryEvery.toNanos()) {
            throw new SchemaRegistryUnavailableException(failure.reason());
        }
        Future<@Nullable Object> answer = asking.submit(() -> method.invoke(registry, arguments));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed("no answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaRegistryUnavailableException("interrupted");
        } catch (ExecutionException e) {
            Throwable cause = thrownBy(e);
            if (cause instanceof ProblemDetails problem && isUnknown(problem)) {
                throw new SerializationException("the registry does not know its schema: " + problem.getName());
            }
            throw failed(describe(cause));
        } finally {
            answer.cancel(true);
        }
    }

    private static Throwable thrownBy(ExecutionException e) {
        return e.getCause() instanceof InvocationTargetException call ? call.getTargetException() : e;
    }

    /** Only the registry itself names the exception: a proxy in front of it also answers 404 when it finds no registry. */
    private static boolean isUnknown(ProblemDetails problem) {
        String name = problem.getName();
        return problem.getResponseStatusCode() == 404 && name != null && name.endsWith("NotFoundException");
    }

    private SchemaRegistryUnavailableException failed(String reason) {
        last = new Failure(reason, System.nanoTime());
        return new SchemaRegistryUnavailableException(reason);
    }

    private static String describe(Throwable e) {
        return e instanceof ApiException answer
                ? ConnectionFailure.describe(answer.getResponseStatusCode())
                : ConnectionFailure.describe(e);
    }

    private static Duration duration(Map<String, ?> settings, String name, Duration otherwise) {
        Object value = settings.get(name);
        return value == null ? otherwise : DurationStyle.detectAndParse(value.toString());
    }

    private record Failure(String reason, long nanoTime) {}
}
