package io.caseline.local.docker;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Looks for data that the services of a project cannot use. */
final class Volumes {

    private static final String DELETE = "or delete all data: docker compose down -v";

    private final Docker docker;
    private final ComposeProject project;

    Volumes(Docker docker, ComposeProject project) {
        this.docker = docker;
        this.project = project;
    }

    void check() throws IOException, InterruptedException {
        if (exists("postgres") && !exists("home")) {
            throw new CliException(
                    "the volume %s with the secrets is gone, and the data in %s cannot be used without them; restore it, %s"
                            .formatted(project.volume("home"), project.volume("postgres"), DELETE));
        }
        checkPostgres();
        for (String volume : List.of("kafka", "kafka-2", "kafka-3")) {
            checkKafka(volume);
        }
    }

    /** PostgreSQL of one major version cannot read the data of another; its image makes a folder for each. */
    private void checkPostgres() throws IOException, InterruptedException {
        if (!exists("postgres")) {
            return;
        }
        String image = project.image("postgres");
        String wanted = image.substring(image.indexOf(':') + 1).split("[.-]", 2)[0];
        List<String> found = read("postgres", image, "find /data -maxdepth 3 -name PG_VERSION -exec cat {} ;");
        if (!found.isEmpty() && !found.contains(wanted)) {
            throw new CliException(
                    "the volume %s has data of PostgreSQL %s, but the image is %s; use an image of that version, move the data with pg_dump, %s"
                            .formatted(project.volume("postgres"), String.join(" and ", found), image, DELETE));
        }
    }

    /** Kafka writes version 1 since it needs no ZooKeeper. */
    private void checkKafka(String volume) throws IOException, InterruptedException {
        String image = project.image("kafka");
        if (!exists(volume)) {
            return;
        }
        if (read(volume, image, "cat /data/meta.properties").contains("version=0")) {
            throw new CliException(
                    "the volume %s has data of a Kafka with ZooKeeper, but the image is %s; migrate it with Kafka 3.9, %s"
                            .formatted(project.volume(volume), image, DELETE));
        }
    }

    private boolean exists(String name) throws IOException, InterruptedException {
        String volume = project.volume(name);
        return !volume.isEmpty() && !docker.run("volume", "inspect", volume).failed();
    }

    /** The lines that a program prints about a volume, which is at /data. None if it fails. */
    private List<String> read(String volume, String image, String command) throws IOException, InterruptedException {
        String[] words = command.split(" ");
        String[] run = {
            "run",
            "--rm",
            "--network",
            "none",
            "--user",
            "0:0",
            "-v",
            project.volume(volume) + ":/data:ro",
            "--entrypoint",
            words[0],
            image
        };
        String[] all = Arrays.copyOf(run, run.length + words.length - 1);
        System.arraycopy(words, 1, all, run.length, words.length - 1);
        return docker.run(all)
                .output()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
