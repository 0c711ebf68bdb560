package io.caseline.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.schemas.Messages;
import io.caseline.schemas.Topic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleMessageTest {

    @ParameterizedTest
    @EnumSource
    void each_topic_with_a_schema_has_a_sample_of_it(Topic topic) {
        Messages.trust();

        topic.schema()
                .ifPresent(schema ->
                        assertThat(SampleMessage.of(schema).getSchema()).isEqualTo(schema));
    }
}
