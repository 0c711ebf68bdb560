package io.caseline.schemas;

import io.caseline.messages.CareCase;
import io.caseline.messages.PersonName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.message.MessageDecoder;
import org.apache.avro.message.SchemaStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records that travel sealed, whichever released version of their schema they were written by. They name it by
 * a fingerprint and are in no registry, so the versions go with the program: what is in Kafka, and in the ledger of a
 * failed case, may be older than it. A version that is not known makes an {@link org.apache.avro.AvroRuntimeException}.
 */
public final class SealedRecords {
    static {
        Messages.trust();
    }

    public static final MessageDecoder<CareCase> CARE_CASE = CareCase.createDecoder(released("CareCase"));
    public static final MessageDecoder<PersonName> PERSON_NAME = PersonName.createDecoder(released("PersonName"));

    private SealedRecords() {}

    /** The versions of a schema in {@code schemas/released}, which are numbered from 1 without a gap. */
    static SchemaStore released(String name) {
        SchemaStore.Cache versions = new SchemaStore.Cache();
        int number = 1;
        for (Schema version = released(number, name); version != null; version = released(number, name)) {
            versions.addSchema(version);
            number++;
        }
        return versions;
    }

    private static @Nullable Schema released(int number, String name) {
        String file = "released/" + number + "/" + name + ".avsc";
        try (InputStream schema = SealedRecords.class.getResourceAsStream(file)) {
            return schema == null ? null : new Schema.Parser().parse(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
