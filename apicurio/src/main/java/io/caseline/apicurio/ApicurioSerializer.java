package io.caseline.apicurio;

import io.apicurio.registry.resolver.DefaultSchemaResolver;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.util.Map;

/** Calls the registry as the application does. */
final class ApicurioSerializer extends AvroKafkaSerializer<Object> {

    ApicurioSerializer() {
        super(new DefaultSchemaResolver<>());
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        getSchemaResolver().setClientFacade(RegistryClients.create(settings));
        super.configure(settings, isKey);
    }
}
