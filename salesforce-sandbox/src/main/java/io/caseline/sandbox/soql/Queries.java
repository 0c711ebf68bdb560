package io.caseline.sandbox.soql;

import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.CaseStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Runs queries: first which records match, then, a page at a time, what is in them. */
@Component
public class Queries {

    private final JdbcClient jdbc;
    private final CaseStore store;

    Queries(JdbcClient jdbc, CaseStore store) {
        this.jdbc = jdbc;
        this.store = store;
    }

    public long count(Query query) {
        Sql sql = Sql.of(query);
        return jdbc.sql(sql.text()).params(sql.parameters()).query(Long.class).single();
    }

    public List<String> ids(Query query) {
        Sql sql = Sql.of(query);
        return jdbc.sql(sql.text()).params(sql.parameters()).query(String.class).list();
    }

    /** Those records, without any that have gone since their ids were found. */
    public List<CaseRow> rows(Query query, List<String> ids) {
        Map<String, CaseRow> rows = store.byId(ids, query.fieldsAndId());
        return ids.stream().map(rows::get).filter(Objects::nonNull).toList();
    }
}
