package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTest {

    /** Kafka looks for an enum constant by a name in capitals, which in Turkish has an I with a dot. */
    @Test
    void the_locale_of_the_machine_does_not_reach_kafka(@TempDir Path folder) {
        Home home = new Home(folder, folder);

        assertThat(new Kafka(home, new Ports(9400), new Secrets(home), KafkaCluster.SINGLE, 1)
                        .process()
                        .command())
                .contains("-Duser.language=en", "-Duser.country=US");
    }

    /** Kafka splits the setting at commas and reads its file as ISO-8859-1. */
    @Test
    void the_data_is_in_the_home_whatever_the_path_of_the_home(@TempDir Path folder) throws IOException {
        Home home = new Home(folder, folder.resolve("Zoë, Łódź and more"));
        Kafka kafka = new Kafka(home, new Ports(9400), new Secrets(home), KafkaCluster.SINGLE, 1);
        Path file = Files.writeString(folder.resolve("kafka.properties"), kafka.settings());
        Properties settings = new Properties();
        try (InputStream content = Files.newInputStream(file)) {
            settings.load(content);
        }

        Path working = kafka.process().directory().toPath();

        assertThat(settings.getProperty("log.dirs")).doesNotContain(",");
        assertThat(working.resolve(settings.getProperty("log.dirs"))).isEqualTo(home.data("kafka"));
    }
}
