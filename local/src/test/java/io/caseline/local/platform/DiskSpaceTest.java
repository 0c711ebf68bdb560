package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cli.CliException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {

    private static final long MEGABYTE = 1024 * 1024;

    @Test
    void a_full_disk_is_reported_in_one_sentence() {
        assertThatThrownBy(() -> DiskSpace.check(Path.of("/somewhere"), 312 * MEGABYTE))
                .isInstanceOf(CliException.class)
                .hasMessage("the disk of /somewhere has only 312 MB left; caseline needs 1024 MB");
        assertThatCode(() -> DiskSpace.check(Path.of("/somewhere"), 1024 * MEGABYTE))
                .doesNotThrowAnyException();
    }
}
