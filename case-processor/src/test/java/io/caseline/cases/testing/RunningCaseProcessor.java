package io.caseline.cases.testing;

import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import org.junit.jupiter.api.AfterEach;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The whole application; the org is the {@link FakeOrg}. */
@TestPropertySource(
        properties = {"caseline.salesforce.read-timeout=2s", "caseline.salesforce.check-mapping-every=200ms"})
public abstract class RunningCaseProcessor extends RunningApplication {
    protected static final FakeOrg ORG = new FakeOrg();

    @DynamicPropertySource
    static void org(DynamicPropertyRegistry properties) {
        properties.add("caseline.salesforce.url", ORG::url);
    }

    @AfterEach
    void heal() {
        ORG.heal();
        await().until(() -> breaker.state() == State.CLOSED
                && query(String.class, "select program_code from program_hold").isEmpty());
    }
}
