package io.caseline.cli;

import java.net.URI;
import java.util.function.Supplier;

/**
 * How to call the operations API of case-processor.
 *
 * @param url without the API's path
 * @param token a valid access token; asked for at each call, as tokens expire
 */
public record OperationsConnection(URI url, Supplier<String> token) {}
