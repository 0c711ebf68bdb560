package io.confluent.kafka.serializers.subject;

/** The subject has the topic's name, and {@code -value}. */
public final class TopicNameStrategy {

    public String subjectName(String topic) {
        return topic + "-value";
    }
}
