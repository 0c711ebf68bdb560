package io.caseline.trials.chaos;

import org.jspecify.annotations.Nullable;

/**
 * A fault.
 *
 * @param point that an instance of the processor must reach first; null for a random moment
 */
record Fault(FaultType type, @Nullable FaultPoint point) {

    @Override
    public String toString() {
        return point == null ? type.toString() : type + ", when " + point;
    }
}
