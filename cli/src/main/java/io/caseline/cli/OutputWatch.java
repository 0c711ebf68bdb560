package io.caseline.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Notices that the reader of the standard output has ended, as behind {@code | head -1}. The JVM itself notices it only
 * when it prints the next line, which may be never. On Linux, {@code tail -f} looks at its output each second.
 */
public final class OutputWatch {

    private static final Path OUTPUT = Path.of("/proc/self/fd/1");
    private static final int ENDED_BY_SIGPIPE = 128 + 13;

    private OutputWatch() {}

    /**
     * Watches until this JVM ends.
     *
     * @param onClosed is called once, on another thread
     */
    public static void start(Runnable onClosed) {
        try {
            if (!Files.readSymbolicLink(OUTPUT).toString().startsWith("pipe:")) {
                return;
            }
            // --pid: it must not outlive this JVM, or the reader would wait for it
            Process tail = new ProcessBuilder(
                            "tail", "--pid=" + ProcessHandle.current().pid(), "-f", "/dev/null")
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(tail::destroy));
            var unused = tail.onExit().thenAccept(ended -> {
                if (ended.exitValue() == ENDED_BY_SIGPIPE) {
                    onClosed.run();
                }
            });
        } catch (IOException | UnsupportedOperationException e) {
            return; // not Linux, or there is no tail
        }
    }
}
