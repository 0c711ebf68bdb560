package io.caseline.gateway.commands;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How commands are sent.
 *
 * @param maxConcurrentSends most threads that pass a command to Kafka at once; a send blocks while Kafka is unavailable
 */
@Validated
@ConfigurationProperties("caseline.commands")
record CommandSettings(@Min(1) @DefaultValue("24") int maxConcurrentSends) {}
