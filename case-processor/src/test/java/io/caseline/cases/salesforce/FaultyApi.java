package io.caseline.cases.salesforce;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;

/** Lets calls to Salesforce fail in this application, with an unexpected exception. */
public class FaultyApi {
    public static final AtomicReference<@Nullable RuntimeException> FAULT = new AtomicReference<>();

    @Bean
    static BeanPostProcessor faults() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof SalesforceApi api ? faulty(api) : bean;
            }
        };
    }

    private static Object faulty(SalesforceApi api) {
        return Proxy.newProxyInstance(
                FaultyApi.class.getClassLoader(), new Class<?>[] {SalesforceApi.class}, (proxy, method, arguments) -> {
                    RuntimeException fault = FAULT.get();
                    if (fault != null && method.getName().equals("composite")) {
                        throw fault;
                    }
                    try {
                        return method.invoke(api, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
