package io.caseline.tellers.feeplans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messaging.testing.Certificates;
import io.caseline.tellers.feeplans.CardCoreClient.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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

/** What is sent to the card core, and what its responses mean. */
class CardCoreClientTest {
    private static final int AT_ONCE = 8;

    private final CardCoreStub stub = new CardCoreStub();
    private final CardCoreClients api = new CardCoreClients();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        threads.shutdownNow();
        stub.close();
        api.close();
    }

    @Test
    void a_change_is_requested_under_its_key_with_the_current_token_of_the_file() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        CardCoreClient core = core(stub.url(), token, Duration.ofSeconds(30));
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
    void a_refused_change_is_refused_alone(int status) {
        Call refused = call();
        Call other = call();
        stub.refuse(refused.account(), status);
        assertThat(core(stub.url()).change(List.of(refused, other))).containsExactly(refused.account());
        assertThat(stub.plan(other.account())).isEqualTo("Employee");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 407, 408, 429, 500, 502, 503})
    void a_status_that_concerns_the_core_refuses_no_change(int status) {
        stub.fail(status);
        assertUnavailable(core(stub.url()), "HTTP_" + status);
    }

    @Test
    void one_status_for_most_of_many_changes_refuses_none_unless_it_is_a_clear_refusal() {
        List<Call> calls = Stream.generate(CardCoreClientTest::call).limit(9).toList();
        CardCoreClient core = core(stub.url().resolve("/elsewhere"));
        assertThatThrownBy(() -> core.change(calls))
                .isInstanceOfSatisfying(
                        CardCoreUnavailableException.class,
                        unavailable -> assertThat(unavailable.code()).isEqualTo("MOST_REFUSED_HTTP_404"));
        assertThat(core.change(calls.subList(0, 4))).hasSize(4);

        calls.forEach(call -> stub.refuse(call.account(), 422));
        assertThat(core(stub.url()).change(calls)).hasSize(9);
    }

    @Test
    void a_core_that_does_not_respond_in_time_or_at_all_is_unavailable() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        stub.beforeAnswer(() -> await(never));
        assertUnavailable(core(stub.url(), null, Duration.ofMillis(200)), "UNREACHABLE");
        never.countDown();

        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // reserved, but nobody listens
            assertUnavailable(core(URI.create("http://127.0.0.1:" + bound.getLocalPort())), "UNREACHABLE");
        }
    }

    @Test
    void a_core_is_called_over_tls_if_its_authority_is_trusted() {
        try (CardCoreStub secure = CardCoreStub.secure()) {
            Call call = call();
            CardCoreApi trusting = api.trusting(Certificates.shared().authority(), secure.url());
            assertThat(core(trusting, settings(secure.url(), null, Duration.ofSeconds(30)))
                            .change(List.of(call)))
                    .isEmpty();
            assertThat(secure.plan(call.account())).isEqualTo("Employee");

            Call other = call();
            CardCoreApi trustless = api.trusting(Certificates.stranger().authority(), secure.url());
            assertThatThrownBy(() -> core(trustless, settings(secure.url(), null, Duration.ofSeconds(30)))
                            .change(List.of(other)))
                    .as("the reason that the paused listener logs")
                    .hasMessage("The card core is unavailable: UNREACHABLE: its certificate is not trusted:"
                            + " no certificate in the trust store has signed it");
            assertThat(secure.calls(other.account())).isEmpty();
        }
    }

    @Test
    void a_missing_token_file_refuses_no_change() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first");
        CardCoreClient core = core(stub.url(), token, Duration.ofSeconds(30));
        Files.delete(token);
        assertUnavailable(core, "TOKEN_FILE_UNUSABLE");
    }

    @Test
    void a_token_that_no_header_can_hold_refuses_no_change_and_is_not_logged() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret\nof the core's");
        assertThatThrownBy(() -> core(stub.url(), token, Duration.ofSeconds(30)).change(List.of(call())))
                .isInstanceOfSatisfying(
                        CardCoreUnavailableException.class,
                        unavailable -> assertThat(unavailable.code()).isEqualTo("TOKEN_FILE_UNUSABLE"))
                .satisfies(CardCoreClientTest::containsNoSecret);
    }

    @Test
    void an_unexpected_exception_refuses_no_change_and_only_its_class_is_logged() {
        CardCoreApi broken = (account, key, authorization, plan) -> {
            throw new IllegalArgumentException("invalid header value: Bearer secret");
        };
        assertThatThrownBy(() -> core(broken, settings(stub.url(), null, Duration.ofSeconds(30)))
                        .change(List.of(call())))
                .isInstanceOfSatisfying(
                        CardCoreUnavailableException.class,
                        unavailable -> assertThat(unavailable.code()).isEqualTo("FAILED_IllegalArgumentException"))
                .satisfies(CardCoreClientTest::containsNoSecret);
    }

    @Test
    void refused_changes_are_known_even_if_others_fail() {
        Call refused = call();
        Call other = call();
        stub.refuse(refused.account(), 422);
        stub.fail(other.account(), 503);
        CyclicBarrier both = new CyclicBarrier(2);
        stub.beforeAnswer(() -> await(both));
        assertThatThrownBy(() -> core(stub.url()).change(List.of(refused, other)))
                .isInstanceOfSatisfying(
                        CardCoreUnavailableException.class,
                        unavailable -> assertThat(unavailable.refused()).containsExactly(refused.account()));
    }

    private static void containsNoSecret(Throwable told) {
        StringWriter trace = new StringWriter();
        told.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("secret");
    }

    @Test
    void the_calls_of_a_batch_are_made_concurrently_up_to_the_limit() {
        // nobody is answered before as many are there as may be
        CyclicBarrier full = new CyclicBarrier(AT_ONCE);
        stub.beforeAnswer(() -> await(full));
        List<Call> calls =
                Stream.generate(CardCoreClientTest::call).limit(5 * AT_ONCE).toList();
        assertThat(core(stub.url()).change(calls)).isEmpty();
        assertThat(stub.most()).isEqualTo(AT_ONCE);
    }

    @Test
    void no_call_is_started_once_one_has_failed() {
        stub.fail(503);
        List<Call> calls = Stream.generate(CardCoreClientTest::call).limit(200).toList();
        assertThatThrownBy(() -> core(stub.url()).change(calls)).isInstanceOf(CardCoreUnavailableException.class);
        assertThat(calls)
                .filteredOn(call -> !stub.calls(call.account()).isEmpty())
                .hasSizeLessThanOrEqualTo(AT_ONCE);
    }

    private void assertUnavailable(CardCoreClient core, String code) {
        assertThatThrownBy(() -> core.change(List.of(call())))
                .isInstanceOfSatisfying(
                        CardCoreUnavailableException.class,
                        unavailable -> assertThat(unavailable.code()).isEqualTo(code));
    }

    private static Call call() {
        return new Call(UUID.randomUUID(), UUID.randomUUID(), "Employee");
    }

    private static String key(Call call) {
        return call.idempotencyKey().toString();
    }

    private CardCoreClient core(URI url) {
        return core(url, null, Duration.ofSeconds(30));
    }

    private CardCoreClient core(URI url, @Nullable Path token, Duration readTimeout) {
        FeePlanSettings settings = settings(url, token, readTimeout);
        return core(api.at(url, readTimeout), settings);
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

    private CardCoreClient core(CardCoreApi api, FeePlanSettings settings) {
        return new CardCoreClient(api, settings, threads, new SimpleMeterRegistry());
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
