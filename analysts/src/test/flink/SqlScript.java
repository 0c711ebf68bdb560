import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * Runs a script of Flink SQL in this process and prints the rows of its queries, as {@code sql-client.sh -f} does. Compiled by
 * the Java launcher, on the class path that analysts/flink makes.
 */
public final class SqlScript {
    private static final Pattern SET = Pattern.compile("(?s)SET\\s+'([^']+)'\\s*=\\s*'([^']*)'");

    public static void main(String[] arguments) throws Exception {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        for (String statement : Files.readString(Path.of(arguments[0])).split(";\\s*(\n|$)")) {
            Matcher set = SET.matcher(statement.strip());
            if (statement.isBlank()) {
                continue;
            }
            if (set.matches()) {
                tables.getConfig().set(set.group(1), set.group(2));
                continue;
            }
            TableResult result = tables.executeSql(statement);
            if (result.getResultKind() == org.apache.flink.table.api.ResultKind.SUCCESS_WITH_CONTENT) {
                print(result);
            }
        }
        System.exit(0);
    }

    private static void print(TableResult result) throws Exception {
        try (CloseableIterator<Row> rows = result.collect()) {
            while (rows.hasNext()) {
                System.out.println(rows.next());
            }
        }
    }
}
