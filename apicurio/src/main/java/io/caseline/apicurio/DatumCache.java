package io.caseline.apicurio;

import io.apicurio.registry.serde.avro.DefaultAvroDatumProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;

/**
 * Keeps the reader and the writer of each schema. So does the library's own provider, but it finds them by the schema's
 * fingerprint, and computes that anew for every message. There are only as many as the registry has schemas.
 *
 * @param <T> the messages
 */
public final class DatumCache<T> extends DefaultAvroDatumProvider<T> {
    private final Map<Schema, DatumReader<T>> readers = new ConcurrentHashMap<>();
    private final Map<Schema, DatumWriter<T>> writers = new ConcurrentHashMap<>();

    @Override
    public DatumReader<T> createDatumReader(Schema schema) {
        return readers.computeIfAbsent(schema, super::createDatumReader);
    }

    @Override
    public DatumWriter<T> createDatumWriter(T message, Schema schema) {
        return writers.computeIfAbsent(schema, unknown -> super.createDatumWriter(message, unknown));
    }
}
