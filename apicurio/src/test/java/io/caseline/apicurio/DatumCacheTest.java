package io.caseline.apicurio;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.PersonName;
import io.caseline.schemas.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatumCacheTest {
    private final DatumCache<PersonName> cache = new DatumCache<>();
    private final PersonName ada = new PersonName("Ada", "Lovelace");

    @BeforeAll
    static void trust() {
        Messages.trust();
    }

    @Test
    void makes_a_reader_and_a_writer_once_for_a_schema() {
        Schema parsedAgain = new Schema.Parser().parse(ada.getSchema().toString());

        assertThat(cache.createDatumReader(parsedAgain)).isSameAs(cache.createDatumReader(ada.getSchema()));
        assertThat(cache.createDatumWriter(ada, parsedAgain)).isSameAs(cache.createDatumWriter(ada, ada.getSchema()));
    }

    @Test
    void another_schema_of_the_same_record_has_a_reader_of_its_own() throws IOException {
        Schema older = new Schema.Parser().parse("""
                {"type": "record", "name": "PersonName", "namespace": "io.caseline.messages", "fields": [
                  {"name": "nick", "type": "string"},
                  {"name": "firstName", "type": "string"}, {"name": "lastName", "type": "string"}]}""");
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        for (String part : new String[] {"Countess", "Ada", "Lovelace"}) {
            encoder.writeString(part);
        }
        cache.setUseSpecificAvroReader(true);
        cache.createDatumReader(ada.getSchema());

        PersonName read = cache.createDatumReader(older)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));

        assertThat(read).isEqualTo(ada);
    }
}
