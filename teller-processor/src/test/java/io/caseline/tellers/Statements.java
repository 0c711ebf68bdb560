package io.caseline.tellers;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts the statements that a thread has prepared, and has the database explain them. */
@TestComponent
public final class Statements implements BeanPostProcessor {
    private static final ThreadLocal<Integer> PREPARED = ThreadLocal.withInitial(() -> 0);
    private static final ThreadLocal<@Nullable Map<String, String>> PLANS = new ThreadLocal<>();

    public static int prepared() {
        return PREPARED.get();
    }

    /** What the database means to do for each statement that the work issues in this thread, with the work's values. */
    public static Map<String, String> plans(Runnable work) {
        Map<String, String> plans = new LinkedHashMap<>();
        PLANS.set(plans);
        try {
            work.run();
        } finally {
            PLANS.remove();
        }
        return plans;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource dataSource ? new Observed(dataSource) : bean;
    }

    private static final class Observed extends DelegatingDataSource {
        Observed(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return proxy(Connection.class, (method, arguments) -> {
                if (!"prepareStatement".equals(method.getName())) {
                    return call(connection, method, arguments);
                }
                PREPARED.set(PREPARED.get() + 1);
                PreparedStatement statement = (PreparedStatement) call(connection, method, arguments);
                return PLANS.get() == null ? statement : explained(connection, (String) arguments[0], statement);
            });
        }

        private static PreparedStatement explained(Connection connection, String sql, PreparedStatement statement) {
            List<Setter> parameters = new ArrayList<>();
            return proxy(PreparedStatement.class, (method, arguments) -> {
                if (method.getName().startsWith("set") && method.getParameterCount() > 1) {
                    parameters.add(other -> call(other, method, arguments));
                }
                Map<String, String> plans = PLANS.get();
                if (method.getName().startsWith("execute") && plans != null) {
                    plans.put(sql, plan(connection, sql, parameters));
                }
                return call(statement, method, arguments);
            });
        }

        private static String plan(Connection connection, String sql, List<Setter> parameters) throws Throwable {
            StringBuilder plan = new StringBuilder();
            try (PreparedStatement explain = connection.prepareStatement("explain " + sql)) {
                for (Setter parameter : parameters) {
                    parameter.set(explain);
                }
                ResultSet lines = explain.executeQuery();
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }

        private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private static <T> T proxy(Class<T> type, Call call) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> call.on(method, arguments)));
        }

        private interface Setter {
            void set(PreparedStatement statement) throws Throwable;
        }

        private interface Call {
            Object on(Method method, Object[] arguments) throws Throwable;
        }
    }
}
