package io.caseline.trials;

import io.caseline.messages.CaseEventType;
import io.caseline.messages.TellerEventType;
import io.caseline.schemas.CloudEventHeaders;
import java.util.Set;

/** What an event is about, by its header {@code ce_type}. */
public final class EventTypes {
    private static final Set<String> OUTCOMES = Set.of(
            CloudEventHeaders.type(CaseEventType.CREATED),
            CloudEventHeaders.type(CaseEventType.FAILED),
            CloudEventHeaders.type(CaseEventType.DISCARDED),
            CloudEventHeaders.type(TellerEventType.ASSOCIATED),
            CloudEventHeaders.type(TellerEventType.REJECTED));

    private static final Set<String> RECEIVED =
            Set.of(CloudEventHeaders.type(CaseEventType.RECEIVED), CloudEventHeaders.type(TellerEventType.RECEIVED));

    private EventTypes() {}

    public static boolean isOutcome(String type) {
        return OUTCOMES.contains(type);
    }

    public static boolean isReceived(String type) {
        return RECEIVED.contains(type);
    }
}
