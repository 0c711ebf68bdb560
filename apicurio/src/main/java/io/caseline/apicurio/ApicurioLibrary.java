package io.caseline.apicurio;

import io.caseline.schemas.registry.RegistryAccess;
import io.caseline.schemas.registry.SerializerLibrary;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Apicurio's serializers, which use the API that only Apicurio's registry has. */
public final class ApicurioLibrary implements SerializerLibrary {
    static final String URL = "apicurio.registry.url";

    private static final String CONFLUENTS_API = "/apis/ccompat/v7";
    private static final String OWN_API = "/apis/registry/v3";

    @Override
    public String api(String url) {
        return address(url) + CONFLUENTS_API;
    }

    /** Without a path: users may give that of either API. */
    private static String address(String url) {
        return url.replaceFirst("(/apis/.*)?/?$", "");
    }

    @Override
    public Serializer<Object> serializer() {
        return new ApicurioSerializer();
    }

    @Override
    public Deserializer<?> deserializer() {
        return new ApicurioDeserializer();
    }

    @Override
    public Map<String, Object> settings(RegistryAccess registry) {
        return Map.of(
                URL,
                address(registry.url()) + OWN_API,
                "apicurio.registry.auto-register",
                false,
                // a nested enum is looked up within its record, as it was registered
                "apicurio.registry.dereference-schema",
                true,
                "apicurio.registry.use-specific-avro-reader",
                true,
                "apicurio.registry.avro-datum-provider",
                DatumCache.class.getName(),
                "apicurio.registry.fault-tolerant-refresh",
                true,
                "apicurio.registry.check-period-ms",
                3_600_000);
    }
}
