package io.caseline.tellers;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables so large that a sequential scan is never the cheapest plan, and the check that no statement makes one. */
public final class FullTables {
    private static final int ROWS = 20_000;

    private static final Pattern SEQUENTIAL_SCAN = Pattern.compile("Seq Scan on \\w+");

    /** In the order in which they are filled. */
    private static final List<Table> TABLES = List.of(
            table("merchant", "'full' || i, 1, true, false"),
            table("store", "'full' || i, 's' || i, 1, true, true"),
            table("teller", "'full' || i, 't' || i, 1, 'Active', '\\x00'"),
            table("account", """
                    gen_random_uuid(), 1, 'Open', '\\x00', sha256(('c' || i)::bytea),
                        case when i % 10 = 0 then sha256(('r' || i)::bytea) end, 'Standard', now()"""),
            table("teller_card_history", "gen_random_uuid(), 'full' || i, 't' || i, gen_random_uuid(), null, now()"),
            table("pending_plan_change", """
                    gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now() + interval '1 year', 'Employee'"""),
            table("received_command", "gen_random_uuid(), 'full', now()"),
            table("fee_plan_history", "gen_random_uuid(), gen_random_uuid(), 'Standard', 'Employee', now()"),
            table("teller_outcome", """
                    gen_random_uuid(), 'full' || i, 't' || i, 'ASSOCIATED', 0, 'SUCCESS', 1, null::uuid, null, null,
                        now() - i * interval '1 minute'"""),
            new Table("teller_card", """
                    select merchant_id, teller_id, account_id, gen_random_uuid(), now()
                    from (select *, row_number() over () as n from teller where merchant_id like 'full%') t
                    join (select account_id, row_number() over () as n from account) a using (n)"""));

    private record Table(String name, String select) {}

    private FullTables() {}

    /** Fills every table that has fewer rows: another test may have emptied one. */
    public static void fill(JdbcClient jdbc) {
        List<Table> wanting = TABLES.stream()
                .filter(table -> jdbc.sql("select count(*) from " + table.name)
                                .query(Integer.class)
                                .single()
                        < ROWS)
                .toList();
        wanting.forEach(table -> jdbc.sql("insert into " + table.name + " " + table.select + " on conflict do nothing")
                .update());
        if (!wanting.isEmpty()) {
            jdbc.sql("analyze").update();
        }
    }

    /** The plans with a sequential scan. */
    public static List<String> sequentialScans(Map<String, String> plans) {
        return plans.entrySet().stream()
                .filter(plan -> SEQUENTIAL_SCAN.matcher(plan.getValue()).find())
                .map(plan -> plan.getKey() + "\n" + plan.getValue())
                .toList();
    }

    private static Table table(String name, String columns) {
        return new Table(name, "select " + columns + " from generate_series(1, " + ROWS + ") as i");
    }
}
