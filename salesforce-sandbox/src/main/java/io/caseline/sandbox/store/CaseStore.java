package io.caseline.sandbox.store;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseRow;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of cases. Each method runs one statement for any number of records: rows are sent as one JSON parameter,
 * which PostgreSQL converts to rows by their column names.
 */
@Component
public class CaseStore {

    private static final List<CaseField> FIELDS = List.of(CaseField.values());

    private static final String INSERT = """
            INSERT INTO cases (%1$s)
            SELECT %1$s FROM json_populate_recordset(NULL::cases, ?::json) WITH ORDINALITY
            -- sorted by external id, so that concurrent calls cannot deadlock; the first of equal ids is inserted
            ORDER BY lower(Caseline_Correlation_Id__c), ordinality
            ON CONFLICT DO NOTHING
            RETURNING Id""".formatted(columns(stored()));

    private static final String UPDATE = """
            UPDATE cases SET (%1$s) = ROW (%2$s)
            FROM json_populate_recordset(NULL::cases, ?::json) changed WHERE cases.Id = changed.Id""".formatted(
                    columns(stored()),
                    stored().map(field -> "changed." + field.apiName()).collect(Collectors.joining(", ")));

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CaseStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<Long> nextNumbers(int count) {
        return jdbc.sql("SELECT nextval('case_number') FROM generate_series(1, ?)")
                .param(count)
                .query(Long.class)
                .list();
    }

    /** @return the ids of the inserted rows; the other rows have an external id that already exists */
    Set<String> insert(Collection<CaseRow> rows) {
        return jdbc.sql(INSERT).param(toJson(rows)).query(String.class).set();
    }

    void update(Collection<CaseRow> rows) {
        jdbc.sql(UPDATE).param(toJson(rows)).update();
    }

    /** Locks the records until the transaction ends, in the order of their ids, so that concurrent calls cannot deadlock. */
    Map<String, CaseRow> lock(Collection<String> ids) {
        return byId(ids, FIELDS, "AND NOT IsDeleted ORDER BY Id FOR UPDATE");
    }

    /** Those of the recycle bin, too. */
    Map<String, CaseRow> lockWithDeleted(Collection<String> ids) {
        return byId(ids, FIELDS, "ORDER BY Id FOR UPDATE");
    }

    public Map<String, CaseRow> byId(Collection<String> ids, Collection<CaseField> fields) {
        return byId(ids, fields, "AND NOT IsDeleted");
    }

    /** Those of the recycle bin, too. */
    public Map<String, CaseRow> byIdWithDeleted(Collection<String> ids, Collection<CaseField> fields) {
        return byId(ids, fields, "");
    }

    /** Another one after each change of the record. */
    public Optional<String> revision(String id) {
        return jdbc.sql("SELECT xmin::text FROM cases WHERE Id = ?")
                .param(id)
                .query(String.class)
                .optional();
    }

    private Map<String, CaseRow> byId(Collection<String> ids, Collection<CaseField> fields, String tail) {
        String columns = fields.stream().map(field -> ", " + field.apiName()).collect(Collectors.joining());
        Map<String, CaseRow> found = new HashMap<>();
        jdbc.sql("SELECT Id AS key %s FROM cases WHERE Id = ANY (?) %s".formatted(columns, tail))
                .param(ids.toArray(String[]::new))
                .query((row, number) -> found.put(row.getString("key"), readRow(row, fields)))
                .list();
        return found;
    }

    /** Finds record ids by external id. The keys of the map are the external ids in lower case. */
    public Map<String, String> idsByCorrelationId(Collection<String> correlationIds) {
        Map<String, String> found = new HashMap<>();
        if (correlationIds.isEmpty()) {
            return found;
        }
        String placeholders =
                String.join(", ", correlationIds.stream().map(id -> "lower(?)").toList());
        jdbc.sql(
                        "SELECT Id, Caseline_Correlation_Id__c FROM cases WHERE lower(Caseline_Correlation_Id__c) IN (%s) AND NOT IsDeleted"
                                .formatted(placeholders))
                .params(new ArrayList<>(correlationIds))
                .query((row, number) -> found.put(key(row.getString(2)), row.getString(1)))
                .list();
        return found;
    }

    public long count() {
        return jdbc.sql("SELECT count(*) FROM cases WHERE NOT IsDeleted")
                .query(Long.class)
                .single();
    }

    public void deleteAll() {
        jdbc.sql("TRUNCATE cases, comments").update();
    }

    static String key(String correlationId) {
        return correlationId.toLowerCase(Locale.ROOT);
    }

    private static CaseRow readRow(ResultSet row, Collection<CaseField> fields) throws SQLException {
        Map<CaseField, @Nullable Object> values = new EnumMap<>(CaseField.class);
        for (CaseField field : fields) {
            values.put(field, value(row, field));
        }
        return new CaseRow(values);
    }

    private static @Nullable Object value(ResultSet row, CaseField field) throws SQLException {
        String column = field.apiName();
        return switch (field.type()) {
            case DOUBLE -> row.getObject(column, BigDecimal.class);
            case BOOLEAN -> row.getBoolean(column);
            case DATETIME -> row.getObject(column, OffsetDateTime.class).toInstant();
            case ID, REFERENCE, STRING, TEXTAREA, EMAIL, PHONE, PICKLIST -> row.getString(column);
        };
    }

    private String toJson(Collection<CaseRow> rows) {
        return json.writeValueAsString(rows.stream().map(CaseStore::byColumn).toList());
    }

    private static Map<String, @Nullable Object> byColumn(CaseRow row) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        row.values().forEach((field, value) -> columns.put(field.apiName().toLowerCase(Locale.ROOT), value));
        return columns;
    }

    /** All fields except the one that PostgreSQL generates. */
    private static Stream<CaseField> stored() {
        return FIELDS.stream().filter(field -> field != CaseField.IS_CLOSED);
    }

    private static String columns(Stream<CaseField> fields) {
        return fields.map(CaseField::apiName).collect(Collectors.joining(", "));
    }
}
