package io.caseline.tellers.feeplans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messaging.testing.RegistryProcess;
import io.caseline.tellers.feeplans.CardCore.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.RestClient;

/** What the card core is asked, and what its answers mean. */
class CardCoreTest {
    private static final int AT_ONCE = 8;

    private final CardCoreStub stub = new CardCoreStub();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        threads.shutdownNow();
        stub.close();
    }

    @Test
    void a_change_is_asked_for_under_its_key_with_the_token_that_the_file_holds_now() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        CardCore core = core(stub.url(), token, Duration.ofSeconds(30));
        Call call = call();

        assertThat(core.change(List.of(call))).isEmpty();
        Files.writeString(token, "second\n");
        assertThat(core.change(List.of(call))).isEmpty();

        assertThat(stub.plan(call.account())).isEqualTo("Employee");
        assertThat(stub.calls(call.account()))
                .containsExactly(
                        new CardCoreStub.Call(call.account(), "Employee", key(call), "Bearer first", 204),
                        new CardCoreStub.Call(call.account(), "Employee", key(call), "Bearer second", 204));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405, 409, 410, 422})
    void what_is_refused_is_refused_alone(int status) {
        Call refused = call();
        Call other = call();
        stub.refuse(refused.account(), status);
        assertThat(core(stub.url()).change(List.of(refused, other))).containsExactly(refused.account());
        assertThat(stub.plan(other.account())).isEqualTo("Employee");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 407, 408, 429, 500, 502, 503})
    void what_speaks_of_the_core_is_no_accounts_fault(int status) {
        stub.trouble(status);
        assertAway(core(stub.url()), "HTTP_" + status);
    }

    @Test
    void a_refusal_that_most_of_many_get_is_no_accounts_fault_unless_it_says_so_itself() {
        List<Call> calls = Stream.generate(CardCoreTest::call).limit(9).toList();
        CardCore core = core(stub.url().resolve("/elsewhere"));
        assertThatThrownBy(() -> core.change(calls))
                .isInstanceOfSatisfying(
                        CardCoreAway.class, away -> assertThat(away.code()).isEqualTo("MOST_REFUSED_HTTP_404"));
        assertThat(core.change(calls.subList(0, 4))).hasSize(4);

        calls.forEach(call -> stub.refuse(call.account(), 422));
        assertThat(core(stub.url()).change(calls)).hasSize(9);
    }

    @Test
    void a_core_that_does_not_answer_in_time_or_is_not_there_is_away() {
        CountDownLatch never = new CountDownLatch(1);
        stub.beforeAnswer(() -> await(never));
        assertAway(core(stub.url(), null, Duration.ofMillis(200)), "UNREACHABLE");
        never.countDown();

        assertAway(core(URI.create("http://127.0.0.1:" + RegistryProcess.freePort())), "UNREACHABLE");
    }

    @Test
    void a_token_file_that_is_gone_is_no_accounts_fault() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first");
        CardCore core = core(stub.url(), token, Duration.ofSeconds(30));
        Files.delete(token);
        assertAway(core, "TOKEN_FILE_UNUSABLE");
    }

    @Test
    void a_token_that_no_header_can_hold_is_no_accounts_fault_and_is_not_told() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret\nof the core's");
        assertThatThrownBy(() -> core(stub.url(), token, Duration.ofSeconds(30)).change(List.of(call())))
                .isInstanceOfSatisfying(
                        CardCoreAway.class, away -> assertThat(away.code()).isEqualTo("TOKEN_FILE_UNUSABLE"))
                .satisfies(CardCoreTest::tellsNoSecret);
    }

    @Test
    void a_call_that_fails_as_nobody_foresaw_is_no_accounts_fault_and_only_its_kind_is_told() {
        CardCoreApi broken = (account, key, authorization, plan) -> {
            throw new IllegalArgumentException("invalid header value: Bearer secret");
        };
        assertThatThrownBy(() -> core(broken, settings(stub.url(), null, Duration.ofSeconds(30)))
                        .change(List.of(call())))
                .isInstanceOfSatisfying(
                        CardCoreAway.class,
                        away -> assertThat(away.code()).isEqualTo("FAILED_IllegalArgumentException"))
                .satisfies(CardCoreTest::tellsNoSecret);
    }

    @Test
    void what_was_refused_is_known_also_when_the_core_is_away_for_others() {
        Call refused = call();
        Call other = call();
        stub.refuse(refused.account(), 422);
        stub.trouble(other.account(), 503);
        CyclicBarrier both = new CyclicBarrier(2);
        stub.beforeAnswer(() -> await(both));
        assertThatThrownBy(() -> core(stub.url()).change(List.of(refused, other)))
                .isInstanceOfSatisfying(
                        CardCoreAway.class, away -> assertThat(away.refused()).containsExactly(refused.account()));
    }

    private static void tellsNoSecret(Throwable told) {
        StringWriter trace = new StringWriter();
        told.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("secret");
    }

    @Test
    void the_calls_of_a_batch_are_made_side_by_side_and_never_more_than_the_bound() {
        // nobody is answered before as many are there as may be
        CyclicBarrier full = new CyclicBarrier(AT_ONCE);
        stub.beforeAnswer(() -> await(full));
        List<Call> calls =
                Stream.generate(CardCoreTest::call).limit(5 * AT_ONCE).toList();
        assertThat(core(stub.url()).change(calls)).isEmpty();
        assertThat(stub.most()).isEqualTo(AT_ONCE);
    }

    @Test
    void no_call_is_begun_once_one_has_met_trouble() {
        stub.trouble(503);
        List<Call> calls = Stream.generate(CardCoreTest::call).limit(200).toList();
        assertThatThrownBy(() -> core(stub.url()).change(calls)).isInstanceOf(CardCoreAway.class);
        assertThat(calls)
                .filteredOn(call -> !stub.calls(call.account()).isEmpty())
                .hasSizeLessThanOrEqualTo(AT_ONCE);
    }

    private void assertAway(CardCore core, String code) {
        assertThatThrownBy(() -> core.change(List.of(call())))
                .isInstanceOfSatisfying(
                        CardCoreAway.class, away -> assertThat(away.code()).isEqualTo(code));
    }

    private static Call call() {
        return new Call(UUID.randomUUID(), UUID.randomUUID(), "Employee");
    }

    private static String key(Call call) {
        return call.idempotencyKey().toString();
    }

    private CardCore core(URI url) {
        return core(url, null, Duration.ofSeconds(30));
    }

    private CardCore core(URI url, @Nullable Path token, Duration readTimeout) {
        FeePlanSettings settings = settings(url, token, readTimeout);
        return core(new CardCoreConfiguration().cardCoreApi(RestClient.builder(), settings), settings);
    }

    private static FeePlanSettings settings(URI url, @Nullable Path token, Duration readTimeout) {
        return new FeePlanSettings(
                FeePlanSettings.CARD_CORE,
                url,
                token,
                Duration.ofSeconds(30),
                readTimeout,
                AT_ONCE,
                Duration.ofMinutes(1));
    }

    private CardCore core(CardCoreApi api, FeePlanSettings settings) {
        return new CardCore(api, settings, threads, new SimpleMeterRegistry());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
