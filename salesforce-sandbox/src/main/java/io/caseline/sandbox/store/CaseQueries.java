package io.caseline.sandbox.store;

import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.soql.Query;
import io.caseline.sandbox.soql.Sql;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Runs queries: first finds the ids of the matching records, then reads the records a page at a time. */
@Component
public class CaseQueries {

    private final JdbcClient jdbc;
    private final CaseStore store;

    CaseQueries(JdbcClient jdbc, CaseStore store) {
        this.jdbc = jdbc;
        this.store = store;
    }

    public long count(Query query, boolean deletedToo) {
        Sql sql = Sql.of(query, deletedToo);
        return jdbc.sql(sql.text()).params(sql.parameters()).query(Long.class).single();
    }

    public List<String> ids(Query query, boolean deletedToo) {
        Sql sql = Sql.of(query, deletedToo);
        return jdbc.sql(sql.text()).params(sql.parameters()).query(String.class).list();
    }

    /** Reads the records of a page, unless {@code deletedToo} without those deleted since the query ran. */
    public List<CaseRow> rows(Query query, List<String> ids, boolean deletedToo) {
        Map<String, CaseRow> rows =
                deletedToo ? store.byIdWithDeleted(ids, query.fieldsAndId()) : store.byId(ids, query.fieldsAndId());
        return ids.stream().map(rows::get).filter(Objects::nonNull).toList();
    }
}
