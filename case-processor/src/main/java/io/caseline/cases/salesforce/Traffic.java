package io.caseline.cases.salesforce;

/** What a case is sent for; live traffic goes before replays. */
public enum Traffic {
    LIVE,
    REPLAY
}
