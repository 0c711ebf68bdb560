package io.caseline.tellers;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tables so large that a sequential scan is never the cheapest plan, and the check that no statement makes one. */
public final class FullTables {
    private static final int ROWS = 20_000;

    private static final Pattern SEQUENTIAL_SCAN = Pattern.compile("Seq Scan on \\w+");

    private FullTables() {}

    public static void fill(JdbcClient jdbc) {
        if (jdbc.sql("select count(*) from merchant where merchant_id like 'full%'")
                        .query(Integer.class)
                        .single()
                == ROWS) {
            return;
        }
        List.of(
                        "merchant select 'full' || i, 1, true, false",
                        "store select 'full' || i, 's' || i, 1, true, true",
                        "teller select 'full' || i, 't' || i, 1, 'Active', '\\x00'",
                        """
                        account select gen_random_uuid(), 1, 'Open', '\\x00', sha256(('c' || i)::bytea),
                            case when i % 10 = 0 then sha256(('r' || i)::bytea) end, 'Standard', now()""",
                        """
                        teller_card_history
                        select gen_random_uuid(), 'full' || i, 't' || i, gen_random_uuid(), null, now()""",
                        """
                        pending_plan_change select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
                            now() + interval '1 year', 'Employee'""",
                        "received_command select gen_random_uuid(), 'full', now()",
                        "fee_plan_history select gen_random_uuid(), gen_random_uuid(), 'Standard', 'Employee', now()",
                        """
                        teller_outcome (correlation_id, merchant_id, teller_id, state, response_code, reason, attempts,
                            decided_at)
                        select gen_random_uuid(), 'full' || i, 't' || i, 'ASSOCIATED', 0, 'SUCCESS', 1,
                            now() - i * interval '1 minute'""")
                .forEach(rows -> jdbc.sql("insert into " + rows + " from generate_series(1, " + ROWS + ") as i")
                        .update());
        jdbc.sql("""
                insert into teller_card
                select merchant_id, teller_id, account_id, gen_random_uuid(), now()
                from (select *, row_number() over () as n from teller where merchant_id like 'full%') t
                join (select account_id, row_number() over () as n from account) a using (n)""").update();
        jdbc.sql("analyze").update();
    }

    /** The plans with a sequential scan. */
    public static List<String> sequentialScans(Map<String, String> plans) {
        return plans.entrySet().stream()
                .filter(plan -> SEQUENTIAL_SCAN.matcher(plan.getValue()).find())
                .map(plan -> plan.getKey() + "\n" + plan.getValue())
                .toList();
    }
}
