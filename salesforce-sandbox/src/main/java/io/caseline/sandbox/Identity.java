package io.caseline.sandbox;

/** Who this org is, and the user that the connected app runs as; who creates a case owns it. */
public final class Identity {

    public static final String ORG_ID = "00DgL000000Case2AC";
    public static final String USER_ID = "005gL000000Run4QAC";

    private Identity() {}
}
