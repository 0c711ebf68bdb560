package io.caseline.bench.pipeline;

/** Where the sandbox is, and how one signs in. */
public record Sandbox(String url, String clientId, String clientSecret) {
    /** Keeps the secret out of every log. */
    @Override
    public String toString() {
        return "Sandbox[" + url + "]";
    }
}
