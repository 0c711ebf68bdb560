package io.caseline.cli.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import io.caseline.schemas.Sealing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryFileCheckTest {

    private static final String HEADER = "kind,merchantId,storeId,tellerId,accountId,enabled,insightPartner,"
            + "associationEnabled,status,firstName,lastName,cardNumber,registrationId,feePlan,openedAt,version,"
            + "updatedAt,deleted\n";
    private static final String ACCOUNT =
            "account,,,,06e33e98-5c40-4c1a-967b-930f28f509a4,,,,Open,Ana,Reyes,4000123412341234,,Standard,"
                    + "2026-01-09T13:25:45Z,,,\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<String> console = new ArrayList<>();

    @Test
    void a_file_of_every_kind_is_valid() throws Exception {
        assertThat(check(
                        "all.csv",
                        HEADER
                                + "merchant,fscc0342,,,,true,false,,,,,,,,,,,\n"
                                + "store,fscc0342,CC970,,,true,,true,,,,,,,,,,\r\n"
                                + "teller,fscc0342,,t-17,,,,,Active,Renée,\"Smith, Jr.\",,,,,7,2026-01-09T13:25:45+00:00,\n"
                                + "\n"
                                + ACCOUNT
                                + "teller,fscc0342,,t-18,,,,,,,,,,,,,,true\n"))
                .isTrue();
        assertThat(console)
                .containsExactly("1 account, 1 merchant, 1 store, 1 teller, 1 tombstone valid; 0 invalid lines");
    }

    @Test
    void the_same_entities_are_valid_as_json() throws Exception {
        assertThat(check("all.ndjson", """
                        {"kind": "merchant", "merchantId": "fscc0342", "enabled": true, "insightPartner": false}
                        {"kind": "Store", "merchantId": "fscc0342", "storeId": "CC970", "enabled": true, "associationEnabled": true}
                        {"kind": "teller", "merchantId": "fscc0342", "tellerId": "t-17", "status": "Active", "firstName": "Renée", "lastName": "Smith", "version": 7}

                        {"kind": "account", "accountId": "06e33e98-5c40-4c1a-967b-930f28f509a4", "status": "Open", "firstName": "Ana", "lastName": "Reyes", "cardNumber": "4000123412341234", "merchantId": "corner77", "registrationId": "R-1", "feePlan": "Standard", "openedAt": "2026-01-09T13:25:45Z"}
                        {"kind": "account", "accountId": "16e33e98-5c40-4c1a-967b-930f28f509a4", "deleted": true}
                        """)).isTrue();
        assertThat(console)
                .containsExactly("1 account, 1 merchant, 1 store, 1 teller, 1 tombstone valid; 0 invalid lines");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "merchant,,,,,true,,,,,,,,,,,, # merchantId: is missing",
                "merchant,a|b,,,,true,,,,,,,,,,,, # merchantId: must not contain a |",
                "merchant,m12345678901234567890,,,,true,,,,,,,,,,,, # merchantId: is longer than 20 characters",
                "merchant,m,,,,yes,,,,,,,,,,,, # enabled: must be true or false",
                "merchant,m,,,,true,,,Active,,,,,,,,, # status: does not belong to a merchant",
                "merchant,m,,,,true,,,,,,,,,,-1,, # version: must be a whole number from 0",
                "merchant,m,,,,true,,,,,,,,,,,yesterday, # updatedAt: must be a time such as 2026-01-09T13:25:45Z, from 1900 to 9999",
                "merchant,m,,,,true,,,,,,,,,,,,perhaps # deleted: must be true or false",
                "store,m,,,,true,,true,,,,,,,,,, # storeId: is missing",
                "teller,m,,t,,,,,,A,B,,,,,,, # status: is missing",
                "teller,m,,t,,,,,Active,A,,,,,,,, # lastName: is missing",
                "teller,m,,t\u0007,,,,,Active,A,B,,,,,,, # tellerId: has a control character",
                "account,,,,06e3,,,,Open,A,B,,,Standard,2026-01-09T13:25:45Z,,, # accountId: must be a UUID",
                "account,,,,06e33e98-5c40-4c1a-967b-930f28f509a4,,,,Open,A,B,400012341234123,,Standard,2026-01-09T13:25:45Z,,, # cardNumber: must be 16 digits",
                "account,,,,06e33e98-5c40-4c1a-967b-930f28f509a4,,,,Open,A,B,,R-1,Standard,2026-01-09T13:25:45Z,,, # merchantId: is missing",
                "account,m,,,06e33e98-5c40-4c1a-967b-930f28f509a4,,,,Open,A,B,,r12345678901234567890123456789012345678901234567890,Standard,2026-01-09T13:25:45Z,,, # registrationId: is longer than 50 characters",
                "account,m,,,06e33e98-5c40-4c1a-967b-930f28f509a4,,,,Open,A,B,,,Standard,2026-01-09T13:25:45Z,,, # merchantId: belongs to an account only beside a registrationId",
                "account,,,,06e33e98-5c40-4c1a-967b-930f28f509a4,,,,Open,A,B,,,,2026-01-09T13:25:45Z,,, # feePlan: is missing",
                "account,,,,06e33e98-5c40-4c1a-967b-930f28f509a4,,,,Open,A,B,,,Standard,1776-07-04T00:00:00Z,,, # openedAt: must be a time such as 2026-01-09T13:25:45Z, from 1900 to 9999",
                "register,m,,,,true,,,,,,,,,,,, # kind: must be merchant, store, teller or account"
            })
    void an_error_is_reported_with_its_line_and_its_field(String line, String error) throws Exception {
        assertThat(check("faulty.csv", HEADER + ACCOUNT + line + "\n")).isFalse();
        assertThat(console).containsExactly("line 3, " + error, "1 account valid; 1 invalid lines");
    }

    @Test
    void an_unreadable_line_invalidates_no_other_line() throws Exception {
        byte[] text = (HEADER
                        + "merchant,\"m,,,,true,,,,,,,,,,,,\n"
                        + "merchant,m\n"
                        + "x".repeat(LineReader.MAX_LENGTH + 1)
                        + "\n"
                        + "merchant,caf\u00e9,,,,true,,,,,,,,,,,,\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("odd.csv"), concat(text, ACCOUNT.getBytes(StandardCharsets.UTF_8)));

        assertThat(load(file).checkOnly()).isFalse();
        assertThat(console)
                .containsExactly(
                        "line 2: is not valid CSV: a quote is not closed, or not followed by a comma",
                        "line 3: has 2 columns, and the header has 18",
                        "line 4: is longer than 65536 bytes",
                        "line 5: is not UTF-8; spreadsheets have \"CSV UTF-8\" among their file types",
                        "1 account valid; 4 invalid lines");
    }

    @Test
    void a_file_is_read_as_spreadsheets_write_it() throws Exception {
        String rows = """
                ,,,,
                Kind,merchantID,"enabled",,
                ,,,,
                merchant,"fscc0342",TRUE,,
                "","","","",""
                 , ,,,
                merchant,corner77,FALSE,,,,,
                ,,,,""".replace("\n", "\r\n");

        assertThat(check("spreadsheet.csv", "\uFEFF" + rows)).isTrue();
        assertThat(console).containsExactly("2 merchants valid; 0 invalid lines");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "kind;merchantId;enabled # line 1: the columns are separated by semicolons, and must be separated by commas",
                "kind\tmerchantId\tenabled # line 1: the columns are separated by tabs, and must be separated by commas",
                "sep=; # line 1: the columns are separated by semicolons, and must be separated by commas",
                "kind,merchantId,colour # line 1: the name of column 3 is not one of kind",
                "kind,merchantId,KIND # line 1: the name of column 3 is not one of kind",
                "merchantId,enabled # line 1: the column kind is missing",
                ",,, # line 1: must be a header"
            })
    void what_is_wrong_with_the_header_is_said_with_its_line(String header, String error) {
        assertThatThrownBy(() -> check("header.csv", header))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("header.csv, " + error);
    }

    @Test
    void what_is_wrong_with_the_columns_of_a_line_is_said_with_its_number() throws Exception {
        String rows = """
                kind,merchantId,enabled,
                merchant;m;true
                merchant,m,true,x
                merchant,n,true\rmerchant,o,true
                """;

        assertThat(check("columns.csv", rows)).isFalse();
        assertThat(console)
                .containsExactly(
                        "line 2: has 1 columns, and the header has 4; it is separated by semicolons instead of commas",
                        "line 3: has a value in column 4, which the header does not name",
                        "line 4: has a carriage return within it; lines must end with LF or CR LF",
                        "nothing valid; 3 invalid lines");
    }

    @Test
    void invalid_json_is_reported_with_its_line() throws Exception {
        assertThat(check("odd.ndjson", """
                {"kind": "merchant", "merchantId": "m", "enabled": true}
                {"kind": "merchant",
                ["merchant"]
                {"kind": "merchant", "merchantId": "n", "enabled": true, "colour": "red"}
                {"kind": "merchant", "merchantId": {"id": "n"}, "enabled": true}
                {"kind": "merchant", "kind": "store"}
                """)).isFalse();
        assertThat(console)
                .satisfiesExactly(
                        error -> assertThat(error).startsWith("line 2: is not valid JSON at column "),
                        error -> assertThat(error).isEqualTo("line 3: is not a JSON object"),
                        error -> assertThat(error).isEqualTo("line 4: property 4 is unknown"),
                        error -> assertThat(error).isEqualTo("line 5, merchantId: must not be an object or an array"),
                        error -> assertThat(error).startsWith("line 6: is not valid JSON at column "),
                        summary -> assertThat(summary).isEqualTo("1 merchant valid; 5 invalid lines"));
    }

    @Test
    void a_repeated_entity_is_an_error() throws Exception {
        String merchants = IntStream.range(0, 5000)
                .mapToObj("merchant,m-%d,,,,true,,,,,,,,,,,,"::formatted)
                .collect(Collectors.joining("\n"));

        assertThat(check("twice.csv", HEADER + merchants + "\nmerchant,m-4000,,,,false,,,,,,,,,,,,\n"))
                .isFalse();
        assertThat(console)
                .containsExactly(
                        "line 5002: repeats the entity of line 4002", "5,000 merchants valid; 1 invalid lines");
    }

    @Test
    void a_value_in_the_wrong_column_is_not_repeated() throws Exception {
        String card = "4000123412341234";
        String everywhere = "account" + ",Reyes".repeat(17).replace("Reyes", card);

        assertThat(check("shifted.csv", HEADER + everywhere + "\n")).isFalse();
        assertThatThrownBy(() -> check("headless.csv", "account,Reyes," + card + "\n" + everywhere))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("line 1: the name of column 1 is not one of kind, merchantId")
                .hasMessageNotContaining(card)
                .hasMessageNotContaining("Reyes");
        assertThat(String.join("\n", console)).contains("line 2, accountId").doesNotContain(card);
    }

    @Test
    void the_first_fifty_errors_are_printed_and_the_others_counted() throws Exception {
        assertThat(check("many.csv", HEADER + "merchant,,,,,true,,,,,,,,,,,,\n".repeat(60)))
                .isFalse();
        assertThat(console).hasSize(52).contains("and 10 more errors", "nothing valid; 60 invalid lines");
    }

    @Test
    void an_invalid_file_needs_no_kafka() throws Exception {
        Path file =
                Files.writeString(folder.resolve("faulty.csv"), HEADER + "merchant,,,,,true,,,,,,,,,,,,\n" + ACCOUNT);

        assertThat(load(file).run(unreachable(), DirectoryFileCheckTest::noKeys, true))
                .isFalse();
        assertThat(console).contains("1 of 2 lines are invalid; nothing is loaded (--skip-invalid loads the others)");
    }

    @Test
    void an_unavailable_kafka_is_reported() throws Exception {
        Path file = Files.writeString(folder.resolve("good.csv"), HEADER + ACCOUNT);

        assertThatThrownBy(() -> load(file).run(unreachable(), DirectoryFileCheckTest::noKeys, true))
                .isInstanceOf(CliException.class)
                .hasMessage("Kafka at 127.0.0.1:1 does not respond: nothing listens on port 1 of 127.0.0.1; for a local"
                        + " installation, ./caseline status shows whether it is"
                        + " up");
    }

    @Test
    void a_missing_file_and_an_unknown_extension_are_refused() {
        assertThatThrownBy(() -> load(folder.resolve("none.csv")))
                .isInstanceOf(CliException.class)
                .hasMessageEndingWith("none.csv");
        assertThatThrownBy(() -> check("directory.txt", HEADER))
                .isInstanceOf(CliException.class)
                .hasMessageEndingWith("directory.txt is neither .csv nor .ndjson; use --format");
    }

    private boolean check(String name, String content) throws IOException {
        return load(Files.writeString(folder.resolve(name), content)).checkOnly();
    }

    private DirectoryLoad load(Path file) {
        return new DirectoryLoad(file, null, false, console::add, InstantSource.system());
    }

    private static KafkaConnection unreachable() {
        return new KafkaConnection("127.0.0.1:1", "http://127.0.0.1:1");
    }

    private static Sealing noKeys() {
        throw new AssertionError("no keys are needed");
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
