package io.caseline.tellers.association;

import io.caseline.messaging.ReplySender;
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

/** Lets the processor crash after the database has committed, before any reply; or loses the answer of a commit. */
@TestConfiguration
public class Crashes {
    private static final Set<UUID> DUE = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean LOSE_ANSWER = new AtomicBoolean();

    /** To crash once, when this request is to be replied to. */
    static void before(UUID correlationId) {
        DUE.add(correlationId);
    }

    /** The next commit of a consumer of commands is done, but its answer is lost. */
    static void loseAnswerOfNextCommit() {
        LOSE_ANSWER.set(true);
    }

    static Set<UUID> due() {
        return DUE;
    }

    @Bean
    static BeanPostProcessor losesAnswers() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource dataSource ? new LosesAnswers(dataSource) : bean;
            }
        };
    }

    private static final class LosesAnswers extends DelegatingDataSource {
        LosesAnswers(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        Object result = call(connection, method, arguments);
                        if (method.getName().equals("commit")
                                && Thread.currentThread().getName().startsWith(AssociationListener.ID)
                                && LOSE_ANSWER.getAndSet(false)) {
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
    AssociationReplies crashingReplies(ReplySender sender, InstantSource clock) {
        return new AssociationReplies(sender, clock) {
            @Override
            void send(List<Answer> answers) {
                if (answers.stream()
                        .anyMatch(answer -> DUE.remove(answer.outcome().correlationId()))) {
                    throw new IllegalStateException("a crash of the test's");
                }
                super.send(answers);
            }
        };
    }
}
