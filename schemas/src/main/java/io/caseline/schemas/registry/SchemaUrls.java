package io.caseline.schemas.registry;

import org.jspecify.annotations.Nullable;

/**
 * Where readers find the schemas of messages.
 *
 * @param api base URL of the API that Confluent's registry has, without credentials
 */
public record SchemaUrls(String api) {

    /** @param url of the registry, as it is configured */
    public static SchemaUrls of(String url) {
        return new SchemaUrls(SerializerLibrary.installed().api(url).replaceFirst("//[^/]*@", "//"));
    }

    /** URL of a message's schema, in the form that other producers of CloudEvents in Avro use; null for bytes in another format. */
    public @Nullable String of(byte[] message) {
        var id = WireFormat.schemaId(message);
        return id.isEmpty() ? null : api + "/schemas/ids/" + id.getAsInt();
    }
}
