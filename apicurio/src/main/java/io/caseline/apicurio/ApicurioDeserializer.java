package io.caseline.apicurio;

import io.apicurio.registry.resolver.DefaultSchemaResolver;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import java.util.Map;

/** Calls the registry as the application does. */
final class ApicurioDeserializer extends AvroKafkaDeserializer<Object> {

    ApicurioDeserializer() {
        super(new DefaultSchemaResolver<>());
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        getSchemaResolver().setClientFacade(RegistryClients.create(settings));
        super.configure(settings, isKey);
    }
}
