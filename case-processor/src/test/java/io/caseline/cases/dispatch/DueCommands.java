package io.caseline.cases.dispatch;

import java.util.List;
import org.springframework.beans.factory.BeanFactory;

/** Tells the dispatcher of commands that a test has made due, which it would find within a minute. */
public final class DueCommands {
    private DueCommands() {}

    public static void of(String program, BeanFactory application) {
        application.getBean(DuePrograms.class).add(List.of(program));
    }
}
