package io.caseline.cases.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.springframework.test.annotation.DirtiesContext;

/** A test class with an application of its own, which runs after those that share one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DirtiesContext
@Order(Integer.MAX_VALUE)
public @interface OwnApplication {}
