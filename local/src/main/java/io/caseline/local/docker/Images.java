package io.caseline.local.docker;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.RunningPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sees to it that the engine has every image of a project: builds ours if missing or outdated, and pulls the others. */
final class Images {

    private static final String OURS = "caseline/";
    private static final String BASE = "eclipse-temurin:25-jre";

    private final Docker docker;
    private final Home home;
    private final Consumer<String> console;
    private final String mvn;

    Images(Docker docker, Home home, Consumer<String> console, String mvn) {
        this.docker = docker;
        this.home = home;
        this.console = console;
        this.mvn = mvn;
    }

    /** @param platform of the engine, such as {@code linux/amd64} */
    void provide(ComposeProject project, String platform) throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>();
        for (String image : project.images()) {
            if (platform(image).isEmpty()) {
                missing.add(image);
            }
        }
        for (String image : missing) {
            if (!image.startsWith(OURS)) {
                pull(image);
            }
        }
        if (missing.stream().anyMatch(image -> image.startsWith(OURS)) || outdated(project)) {
            build(platform);
        }
        for (String image : project.images()) {
            check(image, platform);
        }
    }

    /** Says what it finds. */
    private boolean outdated(ComposeProject project) throws IOException {
        ImageSources sources = new ImageSources(home.root());
        FileTime lastChange = sources.lastChange();
        boolean allBuiltHere = true;
        for (String image : project.images()) {
            if (image.startsWith(OURS)) {
                String module = image.substring(OURS.length()).replaceFirst(":.*", "");
                Optional<FileTime> built = sources.builtAt(module);
                if (built.isPresent() && lastChange.compareTo(built.get()) > 0) {
                    console.accept("sources have changed since the image %s was built".formatted(image));
                    return true;
                }
                allBuiltHere &= built.isPresent();
            }
        }
        if (!allBuiltHere) {
            console.accept(
                    "images may be older than the sources, as they were not built here or target was deleted; to build"
                            + " them: mvn -Pimages -Dimage.goal=dockerBuild -DskipTests package");
        }
        return false;
    }

    private void check(String image, String platform) throws IOException, InterruptedException {
        String found = platform(image);
        if (found.isEmpty()) {
            throw new CliException(
                    "the build makes no image %s; CASELINE_VERSION must be the version in pom.xml, or unset"
                            .formatted(image));
        }
        if (!found.equals(platform)) {
            throw new CliException(
                    "the image %s is for %s, but the engine runs on %s; delete it (docker image rm %s) and try again"
                            .formatted(image, found, platform, image));
        }
    }

    /** Empty if the engine does not have the image. */
    private String platform(String image) throws IOException, InterruptedException {
        Docker.Result result = docker.run("image", "inspect", "--format", "{{.Os}}/{{.Architecture}}", image);
        return result.failed() ? "" : result.output().strip();
    }

    private void pull(String image) throws IOException, InterruptedException {
        console.accept("pulling " + image);
        Docker.Result result = docker.run("pull", "--quiet", image);
        if (result.failed()) {
            throw new CliException(
                    "the engine does not have the image %s and cannot pull it: %s".formatted(image, result.reason()));
        }
    }

    private void build(String platform) throws IOException, InterruptedException {
        if (RunningPlatform.of(home).supervisor().isPresent()) {
            throw new CliException(
                    "the build of the images would replace the jars of the system that runs without Docker;"
                            + " stop it (./caseline down) and try again");
        }
        console.accept("building the images (first time: a few minutes)…");
        // an image that the engine has is not downloaded again, and needs no registry
        String base = platform(BASE).isEmpty() ? BASE : "docker://" + BASE;
        Path log = home.log("images");
        Process process;
        try {
            process = new ProcessBuilder(
                            mvn,
                            "-q",
                            "-B",
                            "-Pimages",
                            "-Dimage.goal=dockerBuild",
                            "-Dimage.base=" + base,
                            "-Dimage.architecture=" + platform.substring(platform.indexOf('/') + 1),
                            "-DskipTests",
                            "-Dspotless.check.skip",
                            "package")
                    .directory(home.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new CliException("needs Maven (mvn) on the PATH to build the images; found none", e);
        }
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new CliException("the build of the images failed; its output is in %s, the first error is: %s"
                    .formatted(log, firstError(log)));
        }
    }

    private static String firstError(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("ERROR"))
                .findFirst()
                .orElse("none");
    }
}
