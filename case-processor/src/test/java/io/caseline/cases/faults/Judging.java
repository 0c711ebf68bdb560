package io.caseline.cases.faults;

import static io.caseline.cases.testing.ClaimedCommands.claimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.BackOffSettings;
import io.caseline.cases.faults.FaultJudge.Judgement;
import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Exists;
import io.caseline.cases.salesforce.InsertResult.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A judge, and results to judge. */
abstract class Judging {
    protected static final String RULE = "FIELD_CUSTOM_VALIDATION_EXCEPTION";
    protected static final Exists EXISTS = new Exists("500A", "00000001", Instant.EPOCH, CaseSnapshot.UNKNOWN);

    protected final FaultJudge judge = new FaultJudge(new RetryPolicy(
            4, new BackOffSettings(Duration.ofSeconds(1), Duration.ofSeconds(3)), Duration.ofSeconds(10)));

    protected Map<ClaimedCommand, InsertResult> alike() {
        Map<ClaimedCommand, InsertResult> alike = results(claimed("a", 3), refused(RULE));
        alike.putAll(results(claimed("b", 3), refused(RULE)));
        return alike;
    }

    protected Decision decisionOn(ClaimedCommand command, String code) {
        return decisionOn(command, refused(code));
    }

    protected Decision decisionOn(ClaimedCommand command, Refused refused) {
        return only(judge(Map.of(command, refused)).decisions().values());
    }

    protected static Decision only(Collection<Decision> decisions) {
        assertThat(decisions).hasSize(1);
        return decisions.iterator().next();
    }

    protected Judgement judge(Map<ClaimedCommand, InsertResult> results) {
        return judge.judge(results, Set.of()::contains, Optional.empty());
    }

    protected static Refused refused(String code) {
        return new Refused(code, List.of("Subject"));
    }

    protected static Decision created() {
        return new Decision.Created(EXISTS.salesforceId(), EXISTS.caseNumber(), EXISTS.createdAt(), EXISTS.snapshot());
    }

    protected static Map<ClaimedCommand, InsertResult> results(List<ClaimedCommand> commands, InsertResult result) {
        Map<ClaimedCommand, InsertResult> results = new LinkedHashMap<>();
        commands.forEach(command -> results.put(command, result));
        return results;
    }
}
