package io.caseline.local.docker;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Finds the service that has kept a project from starting, and why. */
final class StartFailure {

    private final Docker docker;

    StartFailure(Docker docker) {
        this.docker = docker;
    }

    String describe() throws IOException, InterruptedException {
        for (JsonNode container : ComposeProject.containers(docker)) {
            if (hasFailed(container)) {
                String service = container.at("/Service").asString();
                Docker.Result log =
                        docker.run("logs", "--tail", "200", container.at("/ID").asString());
                return "%s did not start: %s (docker compose logs %s has more)"
                        .formatted(service, reason(log.output() + log.errors()), service);
            }
        }
        return "the system did not start; Docker says why above";
    }

    private static boolean hasFailed(JsonNode container) {
        String state = container.at("/State").asString("");
        return state.equals("restarting")
                || state.equals("dead")
                || (state.equals("exited") && container.at("/ExitCode").asInt(0) != 0)
                || container.at("/Health").asString("").equals("unhealthy");
    }

    /** The last line that speaks of an error, else the last line. */
    private static String reason(String log) {
        String last = "it has logged nothing";
        String error = "";
        for (String line :
                log.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
            last = line;
            if (line.matches("(?i).*\\b(error|fatal|\\w*exception|cannot|can't|failed|delete all data)\\b.*")
                    && !line.startsWith("at ")) {
                error = line;
            }
        }
        return error.isEmpty() ? last : error;
    }
}
