package io.caseline.local.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Prints the warnings in the logs of all services, each prefixed with the name of the service. */
final class LogWatch {

    /** Without PostgreSQL's "ERROR:", which the application that caused it reports. */
    private static final Pattern WARNING = Pattern.compile("\\b(WARN|WARNING|ERROR(?!:)|FATAL|PANIC|SEVERE)\\b");

    private static final long POLL_MILLIS = 300;
    private static final int WIDTH = 300;

    private final Map<String, LogTail> tails = new ConcurrentHashMap<>();
    private final Consumer<String> console;

    LogWatch(Consumer<String> console) {
        this.console = console;
    }

    void start() {
        Thread.ofPlatform().daemon().name("log-watch").start(this::watch);
    }

    /** Warnings during the shutdown are not shown. */
    void stop() {
        tails.clear();
    }

    void follow(String service, Path log) {
        tails.put(service, new LogTail(log));
    }

    private void watch() {
        try {
            while (true) {
                for (var entry : tails.entrySet()) {
                    for (String line : entry.getValue().added()) {
                        if (WARNING.matcher(line).find()) {
                            console.accept(entry.getKey() + " | " + line.substring(0, Math.min(line.length(), WIDTH)));
                        }
                    }
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (IOException e) {
            console.accept("warnings are no longer shown: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
