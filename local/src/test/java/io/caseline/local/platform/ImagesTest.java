package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images that {@code mvn -Pimages package} makes, as far as the build can see without making them. */
class ImagesTest {

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor", "salesforce-sandbox", "cli", "local"})
    void an_image_starts_a_class_of_its_module(String module) throws IOException {
        Matcher main = Pattern.compile("<image.main>(.+)</image.main>").matcher(pom(module));

        assertThat(main.find()).isTrue();
        assertThat(Path.of("..", module, "src/main/java", main.group(1).replace('.', '/') + ".java"))
                .isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor", "salesforce-sandbox", "cli", "local"})
    void an_image_has_the_jvm_flags_of_the_local_platform(String module) throws IOException {
        Matcher options = Pattern.compile("<image.options>(.+)</image.options>").matcher(pom(module));
        String name = options.find() ? options.group(1) : module;

        assertThat(Path.of("..", "deploy/jvm", name + ".options")).isRegularFile();
        assertThat(pom(".")).contains("<arg>@/jvm/${image.options}.options</arg>");
    }

    @Test
    void images_do_not_run_as_root() throws IOException {
        assertThat(pom(".")).contains("<user>10001:10001</user>");
    }

    private static String pom(String module) throws IOException {
        return Files.readString(Path.of("..", module, "pom.xml"));
    }
}
