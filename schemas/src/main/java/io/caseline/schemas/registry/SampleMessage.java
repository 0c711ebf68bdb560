package io.caseline.schemas.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** A message with zeros, empty texts and the first of several choices, for what depends on its schema alone. */
final class SampleMessage {
    private static final String NIL = "00000000-0000-0000-0000-000000000000";

    private SampleMessage() {}

    static SpecificRecord of(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            write(schema, encoder);
            encoder.flush();
            return new SpecificDatumReader<SpecificRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Schema schema, Encoder out) throws IOException {
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    write(field.schema(), out);
                }
            }
            case UNION -> {
                out.writeIndex(0);
                write(schema.getTypes().getFirst(), out);
            }
            case ARRAY -> {
                out.writeArrayStart();
                out.setItemCount(0);
                out.writeArrayEnd();
            }
            case MAP -> {
                out.writeMapStart();
                out.setItemCount(0);
                out.writeMapEnd();
            }
            case STRING -> out.writeString(schema.getLogicalType() instanceof LogicalTypes.Uuid ? NIL : "");
            case BYTES -> out.writeBytes(new byte[0]);
            case FIXED -> out.writeFixed(new byte[schema.getFixedSize()]);
            case ENUM -> out.writeEnum(0);
            case INT -> out.writeInt(0);
            case LONG -> out.writeLong(0);
            case FLOAT -> out.writeFloat(0);
            case DOUBLE -> out.writeDouble(0);
            case BOOLEAN -> out.writeBoolean(false);
            case NULL -> out.writeNull();
        }
    }
}
