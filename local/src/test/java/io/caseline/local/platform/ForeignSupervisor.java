package io.caseline.local.platform;

import java.io.IOException;

/** Makes the commands take this process for the supervisor of services that others have started. */
public final class ForeignSupervisor {
    private ForeignSupervisor() {}

    public static void record(Home home, Ports ports) throws IOException {
        ports.remember(home);
        PidRecord.of(RunningPlatform.SUPERVISOR, ProcessHandle.current()).write(home);
        for (String service : Topology.names()) {
            PidRecord.of(service, ProcessHandle.current()).write(home);
        }
        RunningPlatform.of(home).markReady();
    }
}
