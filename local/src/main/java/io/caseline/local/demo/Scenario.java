package io.caseline.local.demo;

import java.io.IOException;
import java.util.List;

/** A sequence of requests. */
interface Scenario {

    /** The number of requests. */
    int length();

    /** Sends the requests and waits for the outcome of each. */
    List<Row> run(Partner partner) throws IOException, InterruptedException;
}
