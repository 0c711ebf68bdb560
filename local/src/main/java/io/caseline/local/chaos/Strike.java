package io.caseline.local.chaos;

import org.jspecify.annotations.Nullable;

/**
 * One blow.
 *
 * @param instance of the processor, 0 or 1, that is hit, or in the middle of whose batch something else is
 * @param point that its batch is to have come to; any if there is none
 */
record Strike(Deed deed, int instance, @Nullable Point point) {

    enum Deed {
        KILL("kill -9 of the processor"),
        FREEZE("processor frozen until another has its partitions"),
        KILL_BOTH("kill -9 of both processors"),
        KILL_GATEWAY("kill -9 of the gateway"),
        KILL_KAFKA("kill -9 of Kafka"),
        KILL_POSTGRES("kill -9 of PostgreSQL");

        private final String words;

        Deed(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    @Override
    public String toString() {
        return point == null ? deed.toString() : deed + ", when " + point;
    }
}
