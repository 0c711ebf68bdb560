package io.caseline.messaging;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/** The part of the schema registry's API (Confluent's, which others have too) that registers schemas. */
@HttpExchange(contentType = "application/json")
interface SchemaRegistry {

    @PutExchange("/config/{subject}")
    void configure(@PathVariable String subject, @RequestBody Config config);

    /** Answers the id of the schema, old or new; 409 if it is not compatible with the versions before. */
    @PostExchange("/subjects/{subject}/versions")
    Id register(@PathVariable String subject, @RequestBody NewSchema schema);

    record Config(String compatibility) {}

    record NewSchema(String schema, String schemaType) {}

    record Id(int id) {}
}
