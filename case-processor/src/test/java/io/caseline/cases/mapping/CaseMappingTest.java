package io.caseline.cases.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.mapping.UnsealedCase.Device;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** The defaults that the application comes with, and what a deployment can change. */
class CaseMappingTest {
    private static final UUID ID = UUID.fromString("0b5c2a52-0000-5000-8000-000000000001");

    @Test
    void a_full_request_fills_every_field() throws Exception {
        assertThat(mapping(Map.of()).fields(full(), Set.of()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("Subject", "Card lost"),
                        Map.entry("Description", "Where is my card?"),
                        Map.entry("SuppliedName", "Jane Doe"),
                        Map.entry("SuppliedEmail", "jane@example.com"),
                        Map.entry("SuppliedPhone", "310-555-1234"),
                        Map.entry("Origin", "Web"),
                        Map.entry("Caseline_Program__c", "gobank"),
                        Map.entry("Caseline_Request_Id__c", ID.toString()),
                        Map.entry("Caseline_Account_Id__c", "account"),
                        Map.entry("Caseline_Account_Holder_Id__c", "holder"),
                        Map.entry("Caseline_Device__c", "Acme; 7; OS 1; 17.2; id device"),
                        Map.entry("Caseline_Phone_Type__c", 0)));
    }

    @Test
    void what_was_not_said_is_left_out_and_a_subject_is_there_always() throws Exception {
        assertThat(mapping(Map.of()).fields(unsealed(null, null, "Help", null), Set.of()))
                .containsOnlyKeys("Subject", "Description", "Origin", "Caseline_Program__c", "Caseline_Request_Id__c")
                .containsEntry("Subject", "Customer care request");
    }

    @Test
    void a_name_too_long_for_its_field_is_cut_and_stands_whole_in_the_description() throws Exception {
        String name = "n".repeat(100);
        Map<String, Object> fields = mapping(Map.of()).fields(unsealed("S", name, "Help", null), Set.of());

        assertThat(fields.get("SuppliedName")).isEqualTo("n".repeat(79) + "…");
        assertThat(fields.get("Description")).isEqualTo("Help\n\nName: " + name);
    }

    @Test
    void an_address_too_long_for_its_field_stands_in_the_description_only() throws Exception {
        String email = "j".repeat(90) + "@example.com";
        Map<String, Object> fields = mapping(Map.of()).fields(unsealed("S", null, null, email), Set.of());

        assertThat(fields).doesNotContainKey("SuppliedEmail");
        assertThat(fields.get("Description")).isEqualTo("E-mail: " + email);
    }

    @Test
    void a_cut_leaves_no_half_character() throws Exception {
        String name = "n".repeat(78) + "😀😀";
        assertThat(mapping(Map.of())
                        .fields(unsealed("S", name, null, null), Set.of())
                        .get("SuppliedName"))
                .isEqualTo("n".repeat(78) + "…");
    }

    @Test
    void a_long_question_is_cut_before_values_that_are_found_nowhere_else() throws Exception {
        String email = "j".repeat(90) + "@example.com";
        String description = (String) mapping(Map.of())
                .fields(unsealed("S", null, "q".repeat(32_000), email), Set.of())
                .get("Description");

        assertThat(description).hasSize(32_000).endsWith("q…\n\nE-mail: " + email);
    }

    @Test
    void a_program_has_constants_of_its_own_and_a_mapping_can_be_removed() throws Exception {
        Map<String, Object> fields = mapping(Map.of(
                        "caseline.mapping.programs.gobank[Origin]", "GoBank app",
                        "caseline.mapping.constants[Priority]", "High",
                        "caseline.mapping.fields[Caseline_Device__c].from", "nothing",
                        "caseline.mapping.fields[Phone__c].from", "phone"))
                .fields(full(), Set.of());

        assertThat(fields)
                .containsEntry("Origin", "GoBank app")
                .containsEntry("Priority", "High")
                .containsEntry("Phone__c", "310-555-1234")
                .containsEntry("SuppliedPhone", "310-555-1234")
                .doesNotContainKey("Caseline_Device__c");
    }

    @Test
    void a_deployment_may_refuse_what_is_too_long_instead() throws Exception {
        UnsealedCase tooLong = unsealed("S", "n".repeat(100), "Help", "j".repeat(90) + "@example.com");
        assertThat(mapping(Map.of()).tooLong(tooLong)).isEmpty();
        assertThat(mapping(Map.of("caseline.mapping.too-long", "refuse")).tooLong(tooLong))
                .containsExactlyInAnyOrder("SuppliedName", "SuppliedEmail");
        assertThat(mapping(Map.of("caseline.mapping.too-long", "refuse")).tooLong(full()))
                .isEmpty();
    }

    private static CaseMapping mapping(Map<String, Object> overrides) throws IOException {
        List<PropertySource<?>> defaults =
                new YamlPropertySourceLoader().load("defaults", new ClassPathResource("application.yml"));
        List<PropertySource<?>> sources = List.of(new MapPropertySource("overrides", overrides), defaults.getFirst());
        Binder binder = new Binder(ConfigurationPropertySources.from(sources));
        return new CaseMapping(
                binder.bind("caseline.mapping", MappingSettings.class).get());
    }

    private static UnsealedCase full() {
        return new UnsealedCase(
                ID,
                "gobank",
                ID,
                "Card lost",
                "Jane",
                "Doe",
                "Where is my card?",
                "jane@example.com",
                "account",
                "holder",
                "310-555-1234",
                0,
                new Device("device", "Acme", "7", 1, "17.2"));
    }

    private static UnsealedCase unsealed(
            @Nullable String subject, @Nullable String lastName, @Nullable String question, @Nullable String email) {
        return new UnsealedCase(
                ID,
                "gobank",
                ID,
                subject,
                null,
                lastName,
                question,
                email,
                null,
                null,
                null,
                null,
                new Device(null, null, null, null, null));
    }
}
