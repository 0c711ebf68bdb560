package io.caseline.local.kubernetes;

import static io.caseline.local.kubernetes.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The pods sign in to PostgreSQL as the users that {@code deploy/postgresql} makes, each for what it may do. */
class DatabaseUsersTest {

    private static final Map<String, String> DATABASES =
            Map.of("case-processor", "cases", "teller-processor", "tellers");
    private static final Pattern ROLE = Pattern.compile("create role (\\w+) login;");
    private static final Pattern CONNECTS = Pattern.compile("grant connect on database (\\w+) to (\\w+), (\\w+);");
    private static final Pattern MIGRATES = Pattern.compile("grant usage, create on schema public to (\\w+);");
    private static final Pattern RUNS = Pattern.compile(
            "for role (\\w+) in schema public grant select, insert, update, delete on tables to (\\w+);");
    private static final Pattern GUIDE_USER = Pattern.compile("(?m)^\\s+(?:username|user): (\\w+)$");
    private static final Pattern GUIDE_PASSWORD = Pattern.compile("\\\\password (\\w+)");
    private static final Pattern ANY_USER = Pattern.compile("\\b(?:cases|tellers)_(?:owner|runtime)\\b");

    static Stream<Arguments> pods() {
        return Manifests.OVERLAYS.stream()
                .flatMap(overlay -> DATABASES.keySet().stream().map(name -> Arguments.of(overlay, name)));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void one_user_migrates_the_tables_and_the_other_uses_them(String overlay, String name) {
        String script = script(name);
        Map<String, String> environment = Manifests.of(overlay).environment(name);
        String runs = environment.get("SPRING_DATASOURCE_USERNAME");
        String migrates = environment.get("SPRING_FLYWAY_USER");

        assertThat(migrates).isEqualTo(one(MIGRATES, script).group(1));
        assertThat(one(RUNS, script).group(1)).isEqualTo(migrates);
        assertThat(one(RUNS, script).group(2)).isEqualTo(runs).isNotEqualTo(migrates);
        assertThat(all(ROLE, script)).isEqualTo(new TreeSet<>(Set.of(migrates, runs)));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void both_may_connect_to_the_database_of_the_url(String overlay, String name) {
        Map<String, String> environment = Manifests.of(overlay).environment(name);
        MatchResult connects = one(CONNECTS, script(name));

        assertThat(environment.get("SPRING_DATASOURCE_URL"))
                .matches("jdbc:postgresql://[^/]+/%s\\?.*".formatted(connects.group(1)));
        assertThat(Set.of(connects.group(2), connects.group(3)))
                .containsExactlyInAnyOrder(
                        environment.get("SPRING_FLYWAY_USER"), environment.get("SPRING_DATASOURCE_USERNAME"));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void each_has_a_password_of_its_own(String overlay, String name) {
        Map<String, String> passwords = Manifests.of(overlay)
                .one("Deployment", name)
                .at("/spec/template/spec/volumes/0/projected/sources/0/secret/items")
                .valueStream()
                .filter(item -> text(item, "/path").endsWith(".password"))
                .collect(Collectors.toMap(item -> text(item, "/path"), DatabaseUsersTest::key));

        assertThat(passwords.keySet())
                .containsExactlyInAnyOrder("config/spring.datasource.password", "config/spring.flyway.password");
        assertThat(passwords.values()).doesNotHaveDuplicates();
    }

    @Test
    void the_guide_names_the_same_users() {
        String guide = Kustomizer.read(Path.of("..", "docs/guides/security.md"));
        String section = guide.substring(guide.indexOf("## PostgreSQL"), guide.indexOf("## PgBouncer"));
        Set<String> cases = all(ROLE, script("case-processor"));
        Set<String> every = new TreeSet<>(cases);
        every.addAll(all(ROLE, script("teller-processor")));

        assertThat(all(GUIDE_USER, section)).isEqualTo(cases);
        assertThat(all(GUIDE_PASSWORD, section)).isEqualTo(cases);
        assertThat(every).containsAll(all(ANY_USER, guide));
    }

    private static String key(JsonNode item) {
        return text(item, "/key");
    }

    private static String script(String processor) {
        return Kustomizer.read(Path.of("..", "deploy/postgresql", DATABASES.get(processor) + ".sql"));
    }

    private static MatchResult one(Pattern pattern, String text) {
        return pattern.matcher(text).results().findFirst().orElseThrow();
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(match.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
