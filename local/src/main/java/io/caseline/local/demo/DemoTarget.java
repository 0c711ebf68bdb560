package io.caseline.local.demo;

import io.caseline.cli.DatabaseConnection;
import io.caseline.cli.KafkaConnection;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;

/**
 * The system that the demo sends its requests to.
 *
 * @param gateway URL
 * @param sandbox URL of the Salesforce sandbox
 * @param tellers the database of teller-processor
 * @param commandLine what a reader types before a command, to run it on this system
 */
public record DemoTarget(
        String gateway, String sandbox, KafkaConnection kafka, DatabaseConnection tellers, String commandLine) {

    /** The system that runs on this machine. */
    public static DemoTarget local(Ports ports, Secrets secrets) {
        return new DemoTarget(
                ports.url(Port.GATEWAY),
                ports.url(Port.SALESFORCE_SANDBOX),
                ports.kafka(),
                ports.database("tellers", secrets),
                "./caseline");
    }
}
