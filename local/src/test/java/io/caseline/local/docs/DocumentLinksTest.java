package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link, anchor and file name in the documents leads somewhere. */
class DocumentLinksTest {

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\[(?:[^\\[\\]]|\\[[^\\]]*\\])*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
    private static final Pattern JAR = Pattern.compile("([\\w.-]+/)?target/([\\w.-]+)\\.jar");
    private static final Pattern FILE = Pattern.compile(
            "[\\w.@-]+(?:/[\\w.@-]+)*\\.(?:md|java|xml|yml|yaml|avsc|sql|py|sh|html|css|js|mjs|ndjson)|[\\w/-]+\\.properties");
    private static final Pattern PATH = Pattern.compile("\\.?[\\w@-][\\w.@-]*(?:/[\\w.@-]+)*/?");

    private static final List<Path> FILES = Repository.files();
    private static final Set<String> NAMES =
            FILES.stream().map(file -> String.valueOf(file.getFileName())).collect(Collectors.toUnmodifiableSet());
    private static final Set<Path> FOLDERS = FILES.stream()
            .flatMap(file ->
                    Stream.iterate(file.getParent(), folder -> folder.startsWith(Repository.ROOT), Path::getParent))
            .collect(Collectors.toUnmodifiableSet());

    static List<String> documents() {
        return Repository.documents().stream()
                .map(document -> Repository.ROOT.relativize(document).toString())
                .toList();
    }

    @Test
    void there_are_documents() {
        assertThat(documents()).contains("README.md", "docs/decisions/README.md", "salesforce-sandbox/README.md");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_relative_link_leads_to_a_file_and_a_heading(String document) {
        Path file = Repository.ROOT.resolve(document);
        List<String> broken = new ArrayList<>();
        for (String link : links(file)) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? file : resolve(file, parts[0]);
            if (!Files.exists(target) || !target.startsWith(Repository.ROOT)) {
                broken.add(link + ": no such file");
            } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
                broken.add(link + ": no such heading");
            }
        }

        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_file_that_is_named_exists(String document) {
        Path file = Repository.ROOT.resolve(document);
        List<String> missing = CODE.matcher(withoutFences(file))
                .results()
                .map(code -> code.group(1))
                .filter(name -> looksLikeOurFile(name) && !exists(file, name))
                .toList();

        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_jar_that_is_named_is_built(String document) {
        Path file = Repository.ROOT.resolve(document);
        List<String> missing = JAR.matcher(Repository.read(file))
                .results()
                .filter(jar -> !isBuilt(jar, file))
                .map(MatchResult::group)
                .toList();

        assertThat(missing).isEmpty();
    }

    @Test
    void the_readme_links_to_every_guide_and_reference_page_once() {
        String readme = Repository.read(Repository.ROOT.resolve("README.md"));
        String readOn = readme.substring(readme.indexOf("\n## Read on\n"));
        List<String> links =
                LINK.matcher(readOn).results().map(link -> link.group(1)).toList();

        assertThat(links).doesNotHaveDuplicates();
        assertThat(links)
                .containsAll(documents().stream()
                        .filter(document -> document.matches("docs/(guides|reference)/.*|.*/README.md|[A-Z]+.md"))
                        .filter(document ->
                                !document.equals("README.md") && !document.startsWith("salesforce-sandbox/"))
                        .toList());
    }

    @Test
    void every_document_can_be_reached_from_the_readme() {
        Set<Path> reached = new HashSet<>();
        Deque<Path> next = new ArrayDeque<>(List.of(Repository.ROOT.resolve("README.md")));
        while (!next.isEmpty()) {
            Path document = next.remove();
            if (document.toString().endsWith(".md") && Files.exists(document) && reached.add(document)) {
                links(document).forEach(link -> next.add(resolve(document, link.replaceAll("#.*", ""))));
            }
        }

        assertThat(reached).containsAll(Repository.documents());
    }

    private static List<String> links(Path file) {
        return LINK.matcher(withoutFences(file).replaceAll(CODE.pattern(), "code"))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    private static String withoutFences(Path file) {
        return FENCE.matcher(Repository.read(file)).replaceAll("");
    }

    private static Path resolve(Path document, String link) {
        return document.resolveSibling(link).normalize();
    }

    /** As GitHub makes them: lower case, without punctuation, a dash for a space, a number for a repetition. */
    static Set<String> anchors(Path file) {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        HEADING.matcher(withoutFences(file)).results().forEach(heading -> {
            String anchor = heading.group(1)
                    .replaceAll("\\]\\([^)]*\\)", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int times = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(times == 0 ? anchor : anchor + "-" + times);
        });
        return anchors;
    }

    /** A name with the ending of a source or a document, or a path into one of the folders at the top. */
    private static boolean looksLikeOurFile(String name) {
        if (name.startsWith(".caseline/") || name.startsWith("target/") || name.contains("/target/")) {
            return false;
        }
        return FILE.matcher(name).matches()
                || (name.contains("/")
                        && PATH.matcher(name).matches()
                        && Files.exists(Repository.ROOT.resolve(name.substring(0, name.indexOf('/')))));
    }

    /** From the document, its module or the root; a name without a folder may be anywhere. */
    private static boolean exists(Path document, String name) {
        if (!name.contains("/") && NAMES.contains(name)) {
            return true;
        }
        for (Path folder = document.getParent();
                folder != null && folder.startsWith(Repository.ROOT);
                folder = folder.getParent()) {
            Path file = folder.resolve(name).normalize();
            if (FILES.contains(file) || FOLDERS.contains(file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBuilt(MatchResult jar, Path document) {
        Path pom = jar.group(1) == null
                ? document.resolveSibling("pom.xml")
                : Repository.ROOT.resolve(jar.group(1)).resolve("pom.xml");
        return Files.exists(pom) && Repository.read(pom).contains("<finalName>" + jar.group(2) + "</finalName>");
    }
}
