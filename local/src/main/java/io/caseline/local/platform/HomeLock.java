package io.caseline.local.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** Held by the one supervisor of a home. */
record HomeLock(FileChannel file) implements AutoCloseable {

    static HomeLock take(Home home) throws IOException {
        FileChannel file = FileChannel.open(home.run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            file.close();
            throw RunningPlatform.of(home).alreadyRunning();
        }
        return new HomeLock(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
