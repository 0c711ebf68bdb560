package io.caseline.gateway.http;

import jakarta.servlet.http.HttpServletRequest;

/** How an API reports a problem: each API has its own envelope. */
public interface ErrorResponses {

    Response of(Problem problem, HttpServletRequest request);
}
