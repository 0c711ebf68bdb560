package io.caseline.local.kubernetes;

import io.caseline.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The {@code kafka-acls.sh} commands of a document: what each user may read and write, and with which groups and transactions. */
record AclCommands(List<Command> commands) {

    private static final List<String> GROUPS =
            List.of("case-processor", "teller-processor", "teller-recorder", "teller-directory");

    record Command(List<String> words) {

        Stream<String> values(String option) {
            return Stream.iterate(0, index -> index < words.size() - 1, index -> index + 1)
                    .filter(index -> words.get(index).equals(option))
                    .map(index -> words.get(index + 1));
        }

        /** With a pattern for a prefix, all names that begin with it. */
        Stream<String> names(String option, List<String> all) {
            boolean prefixed = values("--resource-pattern-type").anyMatch("prefixed"::equals);
            return prefixed
                    ? values(option).flatMap(prefix -> all.stream().filter(name -> name.startsWith(prefix)))
                    : values(option);
        }
    }

    static AclCommands of(String document) {
        return new AclCommands(document.replace("\\\n", " ")
                .lines()
                .filter(line -> line.startsWith("kafka-acls.sh --add "))
                .map(line -> new Command(List.of(line.strip().split(" +"))))
                .toList());
    }

    Set<String> allowed(String user, String type, String operation) {
        String option = type.equals("transactionalId") ? "--transactional-id" : "--" + type;
        List<String> all = type.equals("topic")
                ? Arrays.stream(Topic.values()).map(Topic::topicName).toList()
                : GROUPS;
        Set<String> allowed = new TreeSet<>();
        commands.stream()
                .filter(command -> command.values("--allow-principal").anyMatch(("User:" + user)::equals))
                .filter(command -> command.values("--operation").anyMatch(operation::equals))
                .flatMap(command -> command.names(option, all))
                .forEach(allowed::add);
        return allowed;
    }
}
