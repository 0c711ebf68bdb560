package io.caseline.bench.pipeline;

/** Why nothing could be measured: one sentence for whoever runs the benchmark. */
public final class BenchFailure extends RuntimeException {
    private final String sentence;

    public BenchFailure(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public BenchFailure(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
