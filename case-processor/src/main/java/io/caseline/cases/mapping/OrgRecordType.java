package io.caseline.cases.mapping;

/**
 * A record type of Case as the org describes it.
 *
 * @param available whether this user may give it to a case
 */
public record OrgRecordType(String recordTypeId, boolean active, boolean available) {

    boolean hasId(String id) {
        return significant(recordTypeId).equals(significant(id));
    }

    /** The last 3 of 18 characters are a checksum for clients that ignore case. */
    private static String significant(String id) {
        return id.length() == 18 ? id.substring(0, 15) : id;
    }
}
