package io.caseline.messaging.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails a module's tests at once if they are to run on containers and there is no engine: one test after another would find
 * that out by itself, and some only when their time is over.
 */
public final class EngineCheck implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        var unused = Containers.requested();
    }
}
