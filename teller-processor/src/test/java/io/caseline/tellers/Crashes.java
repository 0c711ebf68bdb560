package io.caseline.tellers;

import io.caseline.messaging.ReplySender;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.publish.TellerReplies;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Makes the processor crash after a commit and before its replies, or loses the response to a commit. */
@TestConfiguration
public class Crashes {
    private static final Set<UUID> DUE = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean LOSE_RESPONSE = new AtomicBoolean();

    /** Crash once, before the reply to this command. */
    public static void before(UUID correlationId) {
        DUE.add(correlationId);
    }

    /** The next commit of a command listener is made, but its response is lost. */
    public static void loseResponseOfNextCommit() {
        LOSE_RESPONSE.set(true);
    }

    public static Set<UUID> due() {
        return DUE;
    }

    @Bean
    static BeanPostProcessor losesResponses() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource dataSource ? new LosesResponses(dataSource) : bean;
            }
        };
    }

    private static final class LosesResponses extends DelegatingDataSource {
        LosesResponses(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        Object result = call(connection, method, arguments);
                        if (method.getName().equals("commit")
                                && Thread.currentThread().getName().startsWith("teller-processor")
                                && LOSE_RESPONSE.getAndSet(false)) {
                            throw new SQLException("The connection is lost", "08006");
                        }
                        return result;
                    });
        }

        private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    @Bean
    @Primary
    TellerReplies crashingReplies(ReplySender sender, InstantSource clock) {
        return new TellerReplies(sender, clock) {
            @Override
            public void send(List<DecidedCommand> decided) {
                if (decided.stream()
                        .anyMatch(command -> DUE.remove(command.outcome().correlationId()))) {
                    throw new IllegalStateException("a crash made by the test");
                }
                super.send(decided);
            }
        };
    }
}
