package io.caseline.tellers.status;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.Topic;
import io.caseline.tellers.FullTables;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.Statements;
import io.caseline.tellers.TestClock;
import io.caseline.tellers.WholeApplicationTest;
import io.caseline.tellers.inbox.GivenCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.web.client.RestClient;

/** Status queries are answered within seconds, however far behind the decisions are. */
class AssociationStatusTest extends WholeApplicationTest {
    @LocalServerPort
    int port;

    @Autowired
    TestClock clock;

    @Autowired
    ReceivedCommandStore received;

    @Autowired
    KafkaListenerEndpointRegistry containers;

    @AfterEach
    void the_real_time_again() {
        clock.goOn();
    }

    @Test
    void a_status_query_is_answered_for_the_merchants_of_the_token() throws Exception {
        Merchant merchant = pipeline.merchant();
        AssociateTellerCard command = command(merchant, "nobody", UUID.randomUUID());
        pipeline.replyTo(command);
        String path = "/internal/associations/" + command.getCorrelationId();

        ResponseEntity<String> answer = get(path, token("tellers:read", "other", merchant.id()));
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(answer.getBody())
                .contains("\"correlationId\":\"" + command.getCorrelationId() + "\"")
                .contains(
                        "\"state\":\"REJECTED\",\"responseCode\":861,\"reason\":\"TELLER_NOT_FOUND\",\"decidedAt\":\"");
        assertThat(status(path, token("tellers:write", merchant.id()))).isEqualTo(200);
        assertThat(status("/internal/associations/" + UUID.randomUUID(), token("tellers:write", merchant.id())))
                .isEqualTo(404);
        assertThat(status(path, token("tellers:write", "other"))).isEqualTo(404);
        assertThat(status(path, token("tellers:write"))).isEqualTo(404);
        assertThat(status(path, token("cases:write", merchant.id()))).isEqualTo(403);
        assertThat(status(path, null)).isEqualTo(401);
        assertThat(status("/internal/associations/no-uuid", token("tellers:write")))
                .isEqualTo(400);
    }

    @Test
    void a_command_has_a_status_before_it_is_decided() throws Exception {
        Merchant merchant = pipeline.merchant();
        AssociateTellerCard command = command(merchant, "nobody", UUID.randomUUID());
        String path = "/internal/associations/" + command.getCorrelationId();
        MessageListenerContainer decisions =
                Objects.requireNonNull(containers.getListenerContainer("teller-processor"));
        decisions.stop();
        try {
            pipeline.submit(command, command);
            String token = token("tellers:read", merchant.id());
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> status(path, token) == 200);
            assertThat(get(path, token).getBody())
                    .isEqualTo("{\"correlationId\":\"" + command.getCorrelationId() + "\",\"state\":\"RECEIVED\"}");
            assertThat(status(path, token("tellers:read", "other"))).isEqualTo(404);
        } finally {
            decisions.start();
        }
        pipeline.awaitReplies(command, 2);
        assertThat(get(path, token("tellers:read", merchant.id())).getBody()).contains("TELLER_NOT_FOUND");
    }

    @Test
    void bytes_that_no_schema_reads_do_not_stop_the_recording() throws Exception {
        Merchant merchant = pipeline.merchant();
        AssociateTellerCard command = command(merchant, "nobody", UUID.randomUUID());
        pipeline.send(
                Topic.Names.TELLERS_COMMANDS, merchant.id() + "|nobody", "no Avro".getBytes(StandardCharsets.UTF_8));
        pipeline.submit(command);
        awaitRecord(command);
    }

    @Test
    void a_received_command_is_purged_after_its_time() {
        AssociateTellerCard command = command(pipeline.merchant(), "nobody", UUID.randomUUID());
        pipeline.submit(command);
        awaitRecord(command);

        clock.stopAt(Instant.now().plus(Duration.ofDays(30)));
        received.purge();
        assertThat(received.merchant(command.getCorrelationId())).isPresent();
        clock.stopAt(Instant.now().plus(Duration.ofDays(32)));
        received.purge();
        assertThat(received.merchant(command.getCorrelationId())).isEmpty();
    }

    @Test
    void every_statement_finds_its_rows_by_an_index() {
        FullTables.fill(jdbc);
        AssociateTellerCard command = command(new Merchant("merchant", "store"), "nobody", UUID.randomUUID());
        Map<String, String> plans = Statements.plans(() -> {
            received.record(List.of(GivenCommands.command(command)));
            assertThat(received.merchant(command.getCorrelationId())).hasValue("merchant");
        });
        assertThat(plans).hasSize(2);
        assertThat(FullTables.sequentialScans(plans)).isEmpty();
    }

    private void awaitRecord(AssociateTellerCard command) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> received.merchant(command.getCorrelationId()).isPresent());
    }

    @Test
    void only_the_status_of_health_needs_no_token() throws Exception {
        assertThat(status("/actuator/health/readiness", null)).isEqualTo(200);
        assertThat(status("/actuator/prometheus", null)).isEqualTo(401);
        for (String token : new @Nullable String[] {null, token("tellers:read")}) {
            assertThat(get("/actuator/health", token).getBody()).contains("UP").doesNotContain("commands", "outbox");
        }
    }

    @Test
    void health_shows_operators_what_waits() throws Exception {
        assertThat(get("/actuator/health", token("tellers:operate")).getBody())
                .contains("\"commands\":", "\"directoryEntries\":", "\"receivedCommands\":", "\"outbox\":");
    }

    private int status(String path, @Nullable String token) {
        return get(path, token).getStatusCode().value();
    }

    private ResponseEntity<String> get(String path, @Nullable String token) {
        return RestClient.create("http://127.0.0.1:" + port)
                .get()
                .uri(path)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toEntity(String.class);
    }

    private static String token(String scope, String... merchants) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.RS256),
                new JWTClaimsSet.Builder()
                        .audience("caseline")
                        .claim("scope", scope)
                        .claim("merchants", List.of(merchants))
                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                        .build());
        token.sign(new RSASSASigner(TOKENS.getPrivate()));
        return token.serialize();
    }
}
