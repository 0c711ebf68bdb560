package io.caseline.sandbox;

/** The ids of this org and of the user that the connected app runs as. This user owns the cases that clients create. */
public final class OrgIdentity {

    public static final String ORG_ID = "00DgL000000Case2AC";
    public static final String USER_ID = "005gL000000Run4QAC";

    private OrgIdentity() {}
}
