package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.caseRecords;
import static io.caseline.sandbox.SandboxClient.collection;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest extends SandboxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "[]",
                "{\"Subject\": 5}",
                "{\"Subject\": {}}",
                "{\"Caseline_Phone_Type__c\": \"many\"}",
                "{\"Caseline_Phone_Type__c\": 1e999999999}",
                "{\"Subject\": true}"
            })
    void an_unreadable_record_is_a_parser_error(String body) {
        Response response = org.post(CASES, body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().path(0).path("errorCode").asString()).isEqualTo("JSON_PARSER_ERROR");
        assertThat(response.json().path(0).has("fields")).isFalse();
    }

    @Test
    void a_malformed_request_is_refused_as_a_whole() {
        assertError(org.post(COLLECTIONS, "{\"records\": ["), 400, "JSON_PARSER_ERROR", "line:1");
        assertError(org.post(COLLECTIONS, "{}"), 400, "JSON_PARSER_ERROR", "records");
        assertError(
                org.post(COLLECTIONS, "{\"records\": [{\"attributes\": {\"type\": \"Case\"}, \"Subject\": 5}]}"),
                400,
                "JSON_PARSER_ERROR",
                "Cannot deserialize instance of string from VALUE_NUMBER_INT value 5");
        assertError(org.post(COLLECTIONS, "{\"records\": [null]}"), 400, "JSON_PARSER_ERROR", "sobject");
    }

    @Test
    void more_than_two_hundred_records_are_refused_as_a_whole() {
        assertError(
                org.post(COLLECTIONS, collection(caseRecords(201))),
                400,
                "EXCEEDED_ID_LIMIT",
                "record limit reached. cannot submit more than 200 records into this call");
        assertThat(org.count()).isZero();
    }

    @Test
    void a_body_over_six_megabytes_is_refused() {
        assertError(
                org.post(COLLECTIONS, "{\"records\": [\"" + "x".repeat(6 * 1024 * 1024) + "\"]}"),
                413,
                "REQUEST_TOO_LARGE",
                "6291456");
    }

    @Test
    void a_body_that_is_not_json_is_refused() {
        Response response = org.send(
                org.request(COLLECTIONS).header("Content-Type", "text/plain").POST(BodyPublishers.ofString("hello")));

        assertError(response, 415, "UNSUPPORTED_MEDIA_TYPE", "text/plain");
    }

    @Test
    void a_gzipped_request_is_read_and_a_long_response_is_gzipped() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        String records = String.join(
                ",",
                caseRecords(50).stream()
                        .map(each -> """
                {"attributes": {"type": "Case"}, "Subject": "%s"}""".formatted(each.get("Subject")))
                        .toList());
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(("{\"records\": [" + records + "]}").getBytes(StandardCharsets.UTF_8));
        }

        Response response = org.send(org.request(COLLECTIONS)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(response.json().size()).isEqualTo(50);
        assertThat(org.count()).isEqualTo(50);
    }
}
