package io.caseline.local.parts;

import java.nio.file.Files;
import java.util.Map;

/** One of this project's own applications, told by its environment where everything is. */
record Application(Ports.Port module, Home home, Ports ports, String heap, Map<String, String> environment)
        implements Part {

    @Override
    public String name() {
        return module.toString();
    }

    @Override
    public int port() {
        return ports.of(module);
    }

    @Override
    public void prepare() {
        if (!Files.exists(home.jar(name()))) {
            throw new Refusal("%s is not built; run mvn package first".formatted(name()));
        }
    }

    @Override
    public ProcessBuilder process() {
        var process =
                new ProcessBuilder(Java.command(heap, "-jar", home.jar(name()).toString()));
        process.environment()
                .put("SPRING_MAIN_BANNER_MODE", "off"); // its lines would be the last ones at a sudden death
        process.environment().put("SERVER_ADDRESS", "127.0.0.1");
        process.environment().put("SERVER_PORT", Integer.toString(port()));
        process.environment().putAll(environment);
        return process;
    }

    @Override
    public boolean answers() throws InterruptedException {
        return Probe.isOk(ports.url(module) + "/actuator/health/readiness");
    }
}
