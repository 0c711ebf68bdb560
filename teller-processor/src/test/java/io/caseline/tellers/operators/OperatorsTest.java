package io.caseline.tellers.operators;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.caseline.messages.AssociateTellerCard;
import io.caseline.tellers.FullTables;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.Statements;
import io.caseline.tellers.WholeApplicationTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

/** Operators look up cards and fee plans, in the console or with a script. */
class OperatorsTest extends WholeApplicationTest {
    private static final String TELLER = "/internal/operators/teller?merchant={merchant}&teller={teller}";
    private static final String ACCOUNT = "/internal/operators/accounts/{account}";

    @LocalServerPort
    int port;

    @Autowired
    Histories histories;

    @Test
    void a_teller_is_shown_with_card_and_history_and_the_commands_that_made_them() {
        Merchant merchant = pipeline.merchant();
        String teller = pipeline.teller(merchant);
        UUID first = pipeline.account();
        UUID second = pipeline.account();
        AssociateTellerCard before = command(merchant, teller, first);
        AssociateTellerCard now = command(merchant, teller, second);
        pipeline.replyTo(before);
        pipeline.replyTo(now);

        String found = ok(TELLER, merchant.id(), teller);

        assertThat(JsonPath.<String>read(found, "$.status")).isEqualTo("Active");
        assertThat(JsonPath.<String>read(found, "$.card.accountId")).isEqualTo(second.toString());
        assertThat(JsonPath.<String>read(found, "$.card.feePlan")).isEqualTo("Employee");
        assertThat(JsonPath.<String>read(found, "$.card.correlationId"))
                .isEqualTo(now.getCorrelationId().toString());
        assertThat(JsonPath.<List<String>>read(found, "$.history.entries[*].correlationId"))
                .containsExactly(
                        now.getCorrelationId().toString(),
                        before.getCorrelationId().toString());
        assertThat(JsonPath.<List<String>>read(found, "$.history.entries[*].replacedAccountId"))
                .containsExactly(first.toString(), null);
        assertThat(found).doesNotContain("Zo", "ller\"", "fingerprint");
    }

    @Test
    void a_change_of_a_fee_plan_is_shown_with_its_command_and_its_teller() {
        Merchant merchant = pipeline.merchant();
        String teller = pipeline.teller(merchant);
        UUID account = pipeline.account();
        AssociateTellerCard command = command(merchant, teller, account);
        pipeline.replyTo(command);

        String found = ok(ACCOUNT, account);

        assertThat(JsonPath.<String>read(found, "$.feePlan")).isEqualTo("Employee");
        assertThat(JsonPath.<String>read(found, "$.history.entries[0].from")).isEqualTo("Standard");
        assertThat(JsonPath.<String>read(found, "$.history.entries[0].to")).isEqualTo("Employee");
        assertThat(JsonPath.<String>read(found, "$.history.entries[0].correlationId"))
                .isEqualTo(command.getCorrelationId().toString());
        assertThat(JsonPath.<String>read(found, "$.history.entries[0].merchantId"))
                .isEqualTo(merchant.id());
        assertThat(JsonPath.<String>read(found, "$.history.entries[0].tellerId"))
                .isEqualTo(teller);
        assertThat(JsonPath.<Object>read(found, "$.history.next")).isNull();
    }

    @Test
    void a_teller_without_a_card_and_an_account_never_changed_have_an_empty_history() {
        Merchant merchant = pipeline.merchant();
        assertThat(ok(TELLER, merchant.id(), pipeline.teller(merchant)))
                .contains("\"card\":null,\"history\":{\"entries\":[],\"next\":null}");
        assertThat(ok(ACCOUNT, pipeline.account()))
                .contains("\"feePlan\":\"Standard\"", "\"history\":{\"entries\":[],\"next\":null}");
    }

    @Test
    void a_long_history_comes_in_pages_and_each_entry_once_even_if_all_have_one_time() {
        Merchant merchant = pipeline.merchant();
        String teller = pipeline.teller(merchant);
        UUID account = pipeline.account();
        jdbc.sql("""
                insert into teller_card_history
                select gen_random_uuid(), ?, ?, ?, null, '2026-01-01T00:00:00Z' from generate_series(1, 25)""").params(merchant.id(), teller, account).update();
        jdbc.sql("""
                insert into fee_plan_history
                select gen_random_uuid(), ?, 'Standard', 'Employee', '2026-01-01T00:00:00Z' from generate_series(1, 25)""").param(account).update();

        assertThat(allPages(TELLER + "&limit=10", merchant.id(), teller))
                .hasSize(25)
                .doesNotHaveDuplicates();
        assertThat(allPages(ACCOUNT + "?limit=10", account)).hasSize(25).doesNotHaveDuplicates();
    }

    private List<String> allPages(String path, Object... ids) {
        List<String> found = new ArrayList<>();
        String page = ok(path, ids);
        for (int pages = 1; ; pages++) {
            found.addAll(JsonPath.<List<String>>read(page, "$.history.entries[*].correlationId"));
            String next = JsonPath.read(page, "$.history.next");
            if (next == null) {
                assertThat(pages).isEqualTo(3);
                return found;
            }
            page = ok(path + "&before=" + next, ids);
        }
    }

    @Test
    void no_lookup_scans_a_table() {
        FullTables.fill(jdbc);
        Merchant merchant = pipeline.merchant();
        String teller = pipeline.teller(merchant);
        UUID account = pipeline.account();
        Page.Query newest = Page.Query.of(null, 20);

        Map<String, String> plans = Statements.plans(() -> {
            assertThat(histories.teller(merchant.id(), teller, newest)).isPresent();
            assertThat(histories.account(account, newest)).isPresent();
        });

        assertThat(plans).hasSize(4);
        assertThat(FullTables.sequentialScans(plans)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=101", "limit=many", "before=yesterday", "before=2026-01-01T00:00:00Z"})
    void an_invalid_parameter_is_named(String parameter) {
        ResponseEntity<String> answer = get(ACCOUNT + "?" + parameter, token("tellers:operate"), UUID.randomUUID());
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(answer.getBody()).contains(parameter.split("=", 2)[0]);
    }

    @Test
    void an_unknown_teller_or_account_gets_404() {
        assertThat(get(TELLER, token("tellers:operate"), "nobody", "nobody").getBody())
                .contains("\"status\":404", "This merchant has no such teller");
        assertThat(get(ACCOUNT, token("tellers:operate"), UUID.randomUUID()).getBody())
                .contains("\"status\":404", "There is no such account");
        assertThat(get(ACCOUNT, token("tellers:operate"), "none").getStatusCode())
                .isEqualTo(HttpStatus.BAD_REQUEST);
    }

    @Test
    void a_database_failure_gets_503_without_details() {
        UUID account = pipeline.account();
        jdbc.sql("alter table fee_plan_history rename to missing").update();
        try {
            ResponseEntity<String> answer = get(ACCOUNT, token("tellers:operate"), account);
            assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
            assertThat(answer.getBody()).contains("The database is unavailable").doesNotContain("fee_plan_history");
        } finally {
            jdbc.sql("alter table missing rename to fee_plan_history").update();
        }
    }

    @Test
    void only_operators_may_look_up() {
        for (String path : new String[] {"/internal/operators/teller?merchant=m&teller=t", "/internal/operators/x"}) {
            assertThat(get(path, token("tellers:write")).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
            assertThat(get(path, null).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        }
    }

    @Test
    void a_plan_change_that_may_differ_at_the_card_core_is_listed_the_oldest_first() {
        UUID older = pipeline.account();
        UUID newer = pipeline.account();
        UUID correlationId = UUID.randomUUID();
        jdbc.sql("delete from pending_plan_change").update(); // those of other tests
        jdbc.sql("""
                insert into pending_plan_change
                values (?, gen_random_uuid(), gen_random_uuid(), '2026-01-02T00:00:00Z', 'Employee', null),
                    (?, ?, gen_random_uuid(), '2026-01-01T00:00:00Z', 'Employee', 'Standard')""").params(newer, older, correlationId).update();
        try {
            String found = ok("/internal/operators/pending-plan-changes");

            assertThat(JsonPath.<Integer>read(found, "$.total")).isEqualTo(2);
            assertThat(JsonPath.<List<String>>read(found, "$.changes[*].accountId"))
                    .containsExactly(older.toString(), newer.toString());
            assertThat(JsonPath.<Map<String, Object>>read(found, "$.changes[0]"))
                    .containsEntry("feePlan", "Standard")
                    .containsEntry("requestedPlan", "Employee")
                    .containsEntry("restoreTo", "Standard")
                    .containsEntry("since", "2026-01-01T00:00:00Z")
                    .containsEntry("correlationId", correlationId.toString());
            assertThat(ok("/internal/operators/pending-plan-changes?limit=1")).contains("\"total\":2");
        } finally {
            jdbc.sql("delete from pending_plan_change where account_id in (?, ?)")
                    .params(older, newer)
                    .update();
        }
    }

    private String ok(String path, Object... ids) {
        ResponseEntity<String> answer = get(path, token("tellers:operate"), ids);
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(HttpStatus.OK);
        return answer.getBody() == null ? "" : answer.getBody();
    }

    private ResponseEntity<String> get(String path, @Nullable String token, Object... ids) {
        return RestClient.create("http://127.0.0.1:" + port)
                .get()
                .uri(path, ids)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toEntity(String.class);
    }

    private static String token(String scope) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.RS256),
                    new JWTClaimsSet.Builder()
                            .audience("caseline")
                            .claim("scope", scope)
                            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                            .build());
            token.sign(new RSASSASigner(TOKENS.getPrivate()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
