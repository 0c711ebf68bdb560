package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Apicurio's serializers can be replaced: only one module names them. */
class RegistryLibraryTest {

    @Test
    void only_one_module_and_the_local_registry_server_name_apicurio() {
        List<String> naming = Repository.files().stream()
                .map(Repository.ROOT::relativize)
                .map(Path::toString)
                .filter(file -> file.matches("[^/]+/src/main/.*\\.(java|yml|properties)"))
                .filter(file -> Repository.read(Repository.ROOT.resolve(file))
                        .toLowerCase(Locale.ROOT)
                        .contains("apicurio"))
                .toList();

        assertThat(naming)
                .filteredOn(file -> !file.startsWith("apicurio/"))
                .as("the local platform starts a registry server, and that is Apicurio's")
                .containsExactlyInAnyOrder(
                        "local/src/main/java/io/caseline/local/platform/ContainerSecrets.java",
                        "local/src/main/java/io/caseline/local/platform/Registry.java");
        assertThat(naming).anyMatch(file -> file.startsWith("apicurio/"));
    }
}
