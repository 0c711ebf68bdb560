package io.caseline.local.docker;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Docker engine of this machine.
 *
 * @param platform such as {@code linux/amd64}
 */
record Engine(String platform) {

    /** The first one that knows {@code !override}. */
    private static final Version OLDEST_COMPOSE = Version.parse("2.24.4");

    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)");

    /** @throws CliException if it does not run, or there is no usable Compose */
    static Engine find(Docker docker) throws IOException, InterruptedException {
        Docker.Result engine = docker.run("version", "--format", "{{.Server.Os}}/{{.Server.Arch}}");
        if (engine.failed()) {
            throw new CliException(
                    engine.errors().contains("permission denied")
                            ? "this user may not use the Docker engine: " + engine.reason()
                            : "the Docker engine does not run; start Docker Desktop, or the service docker");
        }
        Docker.Result compose = docker.run("compose", "version", "--short");
        Matcher version = VERSION.matcher(compose.output());
        if (compose.failed() || !version.find()) {
            throw new CliException(
                    "needs Docker Compose %s or newer, as a plugin of docker; found none".formatted(OLDEST_COMPOSE));
        }
        if (Version.parse(version.group(1)).compareTo(OLDEST_COMPOSE) < 0) {
            throw new CliException(
                    "needs Docker Compose %s or newer; found %s".formatted(OLDEST_COMPOSE, version.group(1)));
        }
        return new Engine(engine.output().strip());
    }
}
