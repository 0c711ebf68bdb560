package io.caseline.cases.healing;

import io.caseline.cases.mapping.MappingSettings;
import io.caseline.cases.salesforce.SalesforceClient;
import io.caseline.cases.salesforce.SalesforceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** When the mapping last changed to one that fits the org. */
@Component
class MappingChanges {
    private final SalesforceClient salesforce;
    private final HealingStore store;
    private final String fingerprint;

    MappingChanges(SalesforceClient salesforce, HealingStore store, MappingSettings mapping) {
        this.salesforce = salesforce;
        this.store = store;
        this.fingerprint = fingerprint(mapping);
    }

    /** The same for the same settings, in whichever order they are. */
    private static String fingerprint(MappingSettings mapping) {
        TreeMap<String, TreeMap<String, String>> programs = new TreeMap<>();
        mapping.programs().forEach((program, values) -> programs.put(program, new TreeMap<>(values)));
        String settings = new TreeMap<>(mapping.fields()) + " " + new TreeMap<>(mapping.constants()) + " " + programs
                + " " + mapping.tooLong();
        return UUID.nameUUIDFromBytes(settings.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Empty if it never changed, or does not fit, or the org does not say. */
    Optional<Instant> latest() {
        try {
            salesforce.checkOrg(); // makes a call only if the mapping has not been checked yet
            return store.mappingFits(fingerprint);
        } catch (SalesforceException e) {
            return Optional.empty();
        }
    }
}
