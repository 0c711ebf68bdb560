package io.caseline.local.parts;

/** Why a command can't do what it was asked to: one sentence for the person at the console, shown without a stack trace. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    public Refusal(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public Refusal(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
