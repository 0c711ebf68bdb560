package io.caseline.schemas.registry;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/** Confluent's {@code kafka-avro-serializer}, by the names of its classes and settings: the build does not need it. */
final class ConfluentLibrary implements SerializerLibrary {
    private static final String PACKAGE = "io.confluent.kafka.serializers.";
    private static final String SERIALIZER = PACKAGE + "KafkaAvroSerializer";
    private static final String DESERIALIZER = PACKAGE + "KafkaAvroDeserializer";

    static boolean isPresent() {
        try {
            load(SERIALIZER);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public String api(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Serializer<Object> serializer() {
        return create(SERIALIZER, Serializer.class);
    }

    @Override
    public Deserializer<?> deserializer() {
        return create(DESERIALIZER, Deserializer.class);
    }

    private static <T> T create(String type, Class<T> as) {
        try {
            return as.cast(Utils.newInstance(load(type)));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(type + " is not on the class path", e);
        }
    }

    /** By the loader of our own classes: that of the thread may not know the libraries of an application. */
    private static Class<?> load(String type) throws ClassNotFoundException {
        return Class.forName(type, true, ConfluentLibrary.class.getClassLoader());
    }

    @Override
    public Map<String, Object> settings(RegistryAccess registry) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("schema.registry.url", api(registry.url()));
        settings.put("auto.register.schemas", false);
        settings.put("specific.avro.reader", true);
        // the default asks the registry for the subject, through an API that only Confluent's newest one has
        settings.put("value.subject.name.strategy", PACKAGE + "subject.TopicNameStrategy");
        settings.put(
                "http.connect.timeout.ms", Math.toIntExact(registry.timeout().toMillis()));
        settings.put("http.read.timeout.ms", Math.toIntExact(registry.timeout().toMillis()));
        settings.put("max.retries", 0); // the record is read again, or sent again
        registry.userInfo().ifPresent(user -> {
            settings.put("basic.auth.credentials.source", "USER_INFO");
            settings.put("basic.auth.user.info", user);
        });
        registry.token().ifPresent(token -> {
            settings.put("bearer.auth.credentials.source", "STATIC_TOKEN");
            settings.put("bearer.auth.token", token);
        });
        // unset, the name in the registry's certificate does not count
        settings.put("schema.registry.ssl.endpoint.identification.algorithm", "https");
        String trusted = registry.trusted();
        if (trusted != null) {
            settings.put("schema.registry.ssl.truststore.type", "PEM");
            settings.put("schema.registry.ssl.truststore.certificates", trusted);
        }
        return settings;
    }
}
