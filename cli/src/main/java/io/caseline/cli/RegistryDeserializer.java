package io.caseline.cli;

import io.apicurio.registry.resolver.DefaultSchemaResolver;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.caseline.schemas.RegistryAccess;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Looks schemas up with the credentials and certificates of the client settings. */
public final class RegistryDeserializer extends AvroKafkaDeserializer<SpecificRecord> {

    public RegistryDeserializer() {
        super(new DefaultSchemaResolver<>());
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        getSchemaResolver()
                .setClientFacade(
                        RegistryAccess.of(settings).client(String.valueOf(settings.get("apicurio.registry.url"))));
        super.configure(settings, isKey);
    }
}
