package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * An application of this project, configured by environment variables.
 *
 * @param name the module's, except for a second instance of it
 * @param jvmOptions in addition to those of {@code deploy/jvm}
 */
record Application(
        String name, int port, Ports.Port module, Home home, List<String> jvmOptions, Map<String, String> environment)
        implements Service {

    @Override
    public void prepare() throws IOException {
        if (!Files.exists(jar())) {
            throw new CliException("%s is not built; run mvn package first".formatted(module));
        }
        if (module == Ports.Port.CASE_PROCESSOR) {
            new Secrets(home).createTellersToken(InstantSource.system());
        }
    }

    @Override
    public ProcessBuilder process() {
        var process = new ProcessBuilder(
                JavaCommandLine.application(home.jvmOptions(module.toString()), jvmOptions, "-jar", jar().toString()));
        process.environment()
                .put("SPRING_MAIN_BANNER_MODE", "off"); // or the banner would be the end of the log at an early death
        process.environment().put("SERVER_ADDRESS", "127.0.0.1");
        process.environment().put("SERVER_PORT", Integer.toString(port()));
        process.environment().putAll(environment);
        return process;
    }

    @Override
    public boolean isReady() throws InterruptedException {
        return Probe.isOk("http://127.0.0.1:%d/actuator/health/readiness".formatted(port));
    }

    private Path jar() {
        return home.jar(module.toString());
    }
}
