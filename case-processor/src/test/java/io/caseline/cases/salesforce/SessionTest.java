package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.mapping.MappingSettings;
import io.caseline.cases.mapping.MappingSettings.TooLong;
import io.caseline.cases.salesforce.Session.Token;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.util.UriBuilderFactory;

/** Many threads that need a session, and an org that gives one, or none. */
class SessionTest {
    private final Org org = new Org();
    private final SalesforceSettings settings = Settings.of(Map.of("client-secret", "s3cret"));
    private final Session session = new Session(org, new ClientCredentials(settings), settings);

    @Test
    void a_sign_in_that_fails_is_one_for_all_who_wait_for_it() throws InterruptedException {
        org.fails = true;
        List<Thread> threads = eightWhile(org.signInMayEnd, () -> failureOf(session::token));

        assertThat(org.signIns).hasValue(1);
        assertThat(threads).allMatch(thread -> !thread.isAlive());
        assertThat(failureOf(session::token)).isEqualTo("SIGN_IN_UNREACHABLE");
        assertThat(org.signIns).hasValue(2);
    }

    @Test
    void a_mapping_check_that_fails_is_one_for_all_who_wait_for_it() throws InterruptedException {
        org.signInMayEnd.countDown();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        OrgCheck check = new OrgCheck(
                new ApiCalls(session, new CallBudget(settings, meters), meters),
                org,
                settings,
                new MappingSettings(Map.of(), Map.of(), Map.of(), TooLong.CUT),
                new SnapshotFields(),
                InstantSource.system());
        var unused = session.token();
        List<Thread> threads = eightWhile(
                org.describeMayEnd,
                () -> failureOf(() -> {
                    check.requireFit();
                    return check;
                }));

        assertThat(org.describes).hasValue(1);
        assertThat(threads).allMatch(thread -> !thread.isAlive());
    }

    @Test
    void who_finds_a_session_dead_after_another_one_could_not_replace_it_does_not_sign_in_again() {
        org.signInMayEnd.countDown();
        Token dead = session.token();
        org.fails = true;
        assertThat(failureOf(() -> session.renew(dead))).isEqualTo("SIGN_IN_UNREACHABLE");
        assertThat(failureOf(() -> session.renew(dead))).isEqualTo("SIGN_IN_UNREACHABLE");
        assertThat(org.signIns).hasValue(2);

        org.fails = false;
        Token next = session.token();
        assertThat(session.renew(dead)).isEqualTo(next);
        assertThat(org.signIns).hasValue(3);
    }

    @Test
    void a_session_that_was_replaced_in_vain_is_not_replaced_by_each_thread() {
        org.signInMayEnd.countDown();
        Token dead = session.token();
        session.drop(session.renew(dead));

        assertThat(failureOf(() -> session.renew(dead))).isEqualTo("INVALID_SESSION_ID");
        assertThat(org.signIns).hasValue(2);
    }

    /** Starts eight threads, and lets the org answer when all of them wait. */
    private static List<Thread> eightWhile(CountDownLatch mayEnd, Runnable work) throws InterruptedException {
        List<Thread> threads = Stream.generate(() -> new Thread(work)).limit(8).toList();
        threads.forEach(Thread::start);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> threads.stream()
                        .allMatch(thread -> thread.getState() == Thread.State.WAITING
                                || thread.getState() == Thread.State.BLOCKED));
        mayEnd.countDown();
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        return threads;
    }

    private static String failureOf(Supplier<?> call) {
        try {
            var unused = call.get();
            return "";
        } catch (SalesforceException e) {
            return e.code();
        }
    }

    private static final class Org extends NoOrg {
        private final AtomicInteger signIns = new AtomicInteger();
        private final AtomicInteger describes = new AtomicInteger();
        private final CountDownLatch signInMayEnd = new CountDownLatch(1);
        private final CountDownLatch describeMayEnd = new CountDownLatch(1);
        private volatile boolean fails;

        @Override
        public TokenResponse signIn(UriBuilderFactory login, MultiValueMap<String, String> form) {
            signIns.incrementAndGet();
            await(signInMayEnd);
            if (fails) {
                throw new ResourceAccessException("unavailable");
            }
            return new TokenResponse("token-" + signIns.get(), "http://localhost");
        }

        @Override
        public CaseDescription describeCase(UriBuilderFactory apiUrl, String version, String bearer) {
            describes.incrementAndGet();
            await(describeMayEnd);
            throw new ResourceAccessException("unavailable");
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
