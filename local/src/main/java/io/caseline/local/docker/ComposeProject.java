package io.caseline.local.docker;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The compose files as Compose understands them, with the environment's variables, files and profiles. */
record ComposeProject(JsonNode configuration) {

    /** A port of this machine that a container publishes. */
    record Published(String service, int port, int containerPort) {

        /** The variable of docker-compose.yml that moves it. */
        String variable() {
            String name = containerPort == 8409
                    ? service.replace("case-processor", "operations")
                    : service.replace("salesforce-sandbox", "sandbox");
            return "CASELINE_%s_PORT".formatted(name.replace('-', '_').toUpperCase(Locale.ROOT));
        }
    }

    /** @throws CliException with Compose's own words, if it does not take the files */
    static ComposeProject read(Docker docker) throws IOException, InterruptedException {
        Docker.Result result = docker.run("compose", "config", "--format", "json");
        if (result.failed()) {
            throw new CliException("Docker Compose does not take the configuration: " + result.reason());
        }
        return new ComposeProject(JsonMapper.shared().readTree(result.output()));
    }

    /** The containers of the project, also those that have ended. */
    static List<JsonNode> containers(Docker docker) throws IOException, InterruptedException {
        String output = docker.run("compose", "ps", "--all", "--format", "json")
                .output()
                .strip();
        // an array in older versions of Compose, an object a line in newer ones
        List<JsonNode> containers = new ArrayList<>();
        output.lines().map(JsonMapper.shared()::readTree).forEach(line -> {
            if (line.isArray()) {
                line.forEach(containers::add);
            } else {
                containers.add(line);
            }
        });
        return containers;
    }

    String name() {
        return configuration.at("/name").asString();
    }

    SortedSet<String> images() {
        SortedSet<String> images = new TreeSet<>();
        configuration
                .at("/services")
                .forEach(service -> images.add(service.at("/image").asString()));
        return images;
    }

    /** The image of a service, empty if it is not part of the project. */
    String image(String service) {
        return configuration.at("/services/%s/image".formatted(service)).asString("");
    }

    List<Published> published() {
        List<Published> ports = new ArrayList<>();
        configuration
                .at("/services")
                .properties()
                .forEach(service -> service.getValue().at("/ports").forEach(port -> {
                    if (port.has("published")) {
                        ports.add(new Published(
                                service.getKey(),
                                Integer.parseInt(port.at("/published").asString()),
                                port.at("/target").asInt()));
                    }
                }));
        return ports;
    }

    /** The published port of a service; -1 if the service publishes no port. */
    int port(String service, int containerPort) {
        return published().stream()
                .filter(port -> port.service().equals(service) && port.containerPort() == containerPort)
                .mapToInt(Published::port)
                .findFirst()
                .orElse(-1);
    }

    /** The engine's name of a volume. */
    String volume(String name) {
        return configuration.at("/volumes/%s/name".formatted(name)).asString("");
    }
}
