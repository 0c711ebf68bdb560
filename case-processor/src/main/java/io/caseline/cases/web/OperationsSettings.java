package io.caseline.cases.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.InetAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param port port of the operators' console and of the operations API; 0 is any free one
 * @param address address of that port
 */
@Validated
@ConfigurationProperties("caseline.operations")
record OperationsSettings(
        @DefaultValue("8411") @Min(0) @Max(65535) int port,
        @DefaultValue("127.0.0.1") InetAddress address) {}
