package io.caseline.local.demo;

import java.io.IOException;
import java.util.List;

/** Requests that follow one another. */
interface Scenario {

    /** How many requests it has. */
    int length();

    /** Sends them, and waits for what becomes of each. */
    List<Row> play(Partner partner) throws IOException, InterruptedException;
}
