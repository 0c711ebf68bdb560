package io.caseline.trials.chaos;

import org.jspecify.annotations.Nullable;

/**
 * One fault.
 *
 * @param point that a processor, either of the two, is to have come to; any if there is none
 */
record Fault(FaultType type, @Nullable FaultPoint point) {

    @Override
    public String toString() {
        return point == null ? type.toString() : type + ", when " + point;
    }
}
