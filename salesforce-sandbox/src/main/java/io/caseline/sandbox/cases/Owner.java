package io.caseline.sandbox.cases;

import io.caseline.sandbox.OrgIdentity;
import java.util.List;

/**
 * An owner of cases: a user, or a queue. The org has these, and takes every other id too.
 *
 * @param type as in {@code Owner.Type}
 */
public record Owner(String id, String name, String type) {

    private static final String QUEUE_PREFIX = "00G";

    private static final List<Owner> KNOWN = List.of(
            user(OrgIdentity.USER_ID, "Caseline Integration"),
            user("005gL000000Agn1QAC", "Ann Agent"),
            user("005gL000000Agn2QAC", "Bob Agent"),
            queue("00GgL000000Que1UAC", "Support"),
            queue("00GgL000000Que2UAC", "Disputes"));

    private static Owner user(String id, String name) {
        return of(id, name, "User");
    }

    private static Owner queue(String id, String name) {
        return of(id, name, "Queue");
    }

    private static Owner of(String id, String name, String type) {
        return new Owner(CaseId.normalize(id).orElseThrow(), name, type);
    }

    public static List<Owner> all() {
        return KNOWN;
    }

    public static Owner withId(String id) {
        return KNOWN.stream()
                .filter(owner -> owner.id().equals(id))
                .findFirst()
                .orElseGet(() -> id.startsWith(QUEUE_PREFIX)
                        ? new Owner(id, "Queue " + id, "Queue")
                        : new Owner(id, "User " + id, "User"));
    }

    /** The object that a record of this owner belongs to. */
    public String object() {
        return type.equals("Queue") ? "Group" : "User";
    }
}
