package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The decisions have consecutive numbers, a title, a date and a status, and the index lists each of them. */
class DecisionsTest {

    private static final Path FOLDER = Repository.ROOT.resolve("docs/decisions");
    private static final Pattern HEAD = Pattern.compile(
            "# (\\d+)\\. (.+)\n\n\\*(\\d{4}-\\d{2}-\\d{2}), (?:accepted|replaced)[^*]*\\*\n\n.*", Pattern.DOTALL);

    private static final List<Path> PAGES = Repository.documents().stream()
            .filter(document -> FOLDER.equals(document.getParent()))
            .filter(document -> !document.endsWith("README.md"))
            .toList();

    @Test
    void numbers_have_no_holes() {
        assertThat(PAGES.stream().map(DecisionsTest::name).map(name -> name.substring(0, 5)))
                .isNotEmpty()
                .containsExactlyElementsOf(IntStream.rangeClosed(1, PAGES.size())
                        .mapToObj("%04d-"::formatted)
                        .toList());
    }

    @Test
    void every_decision_has_its_number_a_title_a_date_and_a_status() {
        assertThat(PAGES.stream()
                        .filter(page -> !HEAD.matcher(Repository.read(page)).matches()))
                .isEmpty();
        assertThat(PAGES.stream()
                        .filter(page -> !name(page).startsWith("%04d-".formatted(Integer.valueOf(head(page, 1))))))
                .isEmpty();
    }

    @Test
    void the_index_lists_every_decision_with_its_title_and_date() {
        String index = Repository.read(FOLDER.resolve("README.md"));

        assertThat(index.lines().filter(line -> line.matches("\\| \\d+ \\|.*")))
                .containsExactlyElementsOf(PAGES.stream()
                        .map(page -> "| %s | [%s](%s) | %s |"
                                .formatted(head(page, 1), head(page, 2), name(page), head(page, 3)))
                        .toList());
    }

    private static String head(Path page, int group) {
        return HEAD.matcher(Repository.read(page)).replaceFirst("$" + group);
    }

    private static String name(Path page) {
        return String.valueOf(page.getFileName());
    }
}
