package io.caseline.trials.bench;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.LongFunction;

/**
 * The bytes of HTTP requests that open cases. Every request has an id of its own, so each opens a new case.
 *
 * @param token of a partner
 * @param prefer the {@code Prefer} header
 */
record CaseRequests(InetSocketAddress gateway, String token, String prefer) {
    static final String BODY = """
            {"subject":"Lost card","firstName":"Ada","lastName":"Lovelace","customerQuestion":"I lost my card yesterday \
            on the way home from work, somewhere between the bus stop and my front door. I have looked everywhere. \
            How do I get a new one, and will my automatic payments go on meanwhile? Thank you very much for your help!",\
            "emailAddress":"ada.lovelace@example.com","accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4",\
            "accountHolderIdentifier":"5843e05d-f367-4bf1-a223-3af46ae18802","phoneNumbers":{"number":"310-555-1234","type":0},\
            "device":{"deviceID":"d-17","deviceMake":"Pear","deviceVersion":"12","deviceOS":1,"deviceOSVersion":"17.1"}}""";

    LongFunction<byte[]> ofProgram(String program) {
        return to("/programs/%s/customerCare/cases".formatted(program));
    }

    LongFunction<byte[]> to(String path) {
        long run = UUID.randomUUID().getMostSignificantBits();
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + gateway.getHostString() + "\r\nAuthorization: Bearer "
                + token + "\r\nContent-Type: application/json\r\nPrefer: " + prefer + "\r\nContent-Length: "
                + BODY.getBytes(StandardCharsets.UTF_8).length + "\r\nX-GD-RequestId: ";
        return n -> (head + new UUID(run, n) + "\r\n\r\n" + BODY).getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps the token out of every log. */
    @Override
    public String toString() {
        return "CaseRequests[" + gateway + "]";
    }
}
