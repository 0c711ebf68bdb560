package io.caseline.trials.chaos;

import io.caseline.trials.Http;
import io.caseline.trials.Http.Response;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Requests that open cases, and their responses. */
final class CaseRequests {

    /** Salesforce does not accept it as an address, so the case is created with it in the description. */
    static final String UNUSUAL_ADDRESS = "ana@b\u00fccher.example";

    private static final List<String> PROGRAMS = List.of(CasesTrial.OTHER_PROGRAM, CasesTrial.REFUSED_PROGRAM);

    private CaseRequests() {}

    static Request of(long seed, long number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        UUID id = new UUID(random.nextLong(), random.nextLong());
        boolean unusual = random.nextInt(40) == 0;
        ObjectNode body = Http.JSON
                .createObjectNode()
                .put("subject", "Question " + number)
                .put("firstName", "Ana")
                .put("lastName", "Reyes")
                .put("customerQuestion", "Where is my card? " + "I have been waiting. ".repeat(random.nextInt(20)))
                .put("emailAddress", unusual ? UNUSUAL_ADDRESS : "ana@example.com");
        return new Request(
                id.toString(),
                path(PROGRAMS.get(random.nextInt(PROGRAMS.size()))),
                body.toString(),
                ClientBehavior.prefer(random),
                ClientBehavior.copies(random),
                ClientBehavior.again(random),
                ClientBehavior.givesUp(random),
                CasesTrial.CREATED);
    }

    static String path(String program) {
        return "/programs/%s/customerCare/cases".formatted(program);
    }

    /** Logs the response; returns whether it accepts the request. */
    static boolean isAccepted(Response response, RequestLog.Entry entry) {
        String correlationId = response.text("/correlationId");
        if (!response.isOk() || correlationId.isEmpty()) {
            return false;
        }
        entry.correlationIds().add(correlationId);
        if (response.text("/status").equals("Created")) {
            entry.outcomes().add(response.text("/caseNumber"));
        }
        return true;
    }
}
