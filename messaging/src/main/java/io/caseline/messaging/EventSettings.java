package io.caseline.messaging;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which events a processor publishes beside those of outcomes.
 *
 * @param received whether each accepted request has an event of type {@code RECEIVED}, before it has an outcome
 */
@ConfigurationProperties("caseline.events")
public record EventSettings(@DefaultValue("false") boolean received) {}
