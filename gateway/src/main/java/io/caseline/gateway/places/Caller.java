package io.caseline.gateway.places;

/**
 * Who takes a place.
 *
 * @param tenant the program or merchant in whose name
 * @param token with which token
 */
public record Caller(String tenant, String token) {

    @Override
    public String toString() {
        return tenant;
    }
}
