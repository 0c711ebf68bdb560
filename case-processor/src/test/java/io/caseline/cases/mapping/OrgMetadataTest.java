package io.caseline.cases.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a deployment gives to a real org, {@code salesforce/}, is what the default mapping needs. */
class OrgMetadataTest {
    private static final String EXTERNAL_ID = "Caseline_Correlation_Id__c";
    private static final Path METADATA = Path.of("../salesforce/force-app/main/default");
    private static final Set<String> STANDARD =
            Set.of("Subject", "Description", "SuppliedName", "SuppliedEmail", "SuppliedPhone", "Origin");

    @Test
    void the_custom_fields_of_the_default_mapping_are_there_and_long_enough() throws Exception {
        List<OrgField> org = new ArrayList<>(customFields());
        STANDARD.forEach(name -> org.add(new OrgField(name, "string", 32_000, true, false, false, false, null)));
        assertThat(MappingCheck.problems(defaults(), EXTERNAL_ID, org, List.of()))
                .isEmpty();
    }

    @Test
    void no_custom_field_is_deployed_that_nothing_fills() throws Exception {
        Set<String> filled = new TreeSet<>(defaults().fields().keySet());
        filled.add(EXTERNAL_ID);
        assertThat(customFields()).extracting(OrgField::name).allMatch(filled::contains);
    }

    @Test
    void the_external_id_ignores_case() throws Exception {
        Element field = read(METADATA.resolve("objects/Case/fields/" + EXTERNAL_ID + ".field-meta.xml"));
        assertThat(text(field, "caseSensitive")).isEqualTo("false");
    }

    @Test
    void the_permission_set_covers_exactly_the_fields_that_are_written_and_the_priority_that_is_read()
            throws Exception {
        Element permissions = read(METADATA.resolve("permissionsets/Caseline_Integration.permissionset-meta.xml"));
        Set<String> written = new TreeSet<>(Set.of("Case." + EXTERNAL_ID));
        defaults().fields().keySet().forEach(name -> written.add("Case." + name));
        defaults().constants().keySet().forEach(name -> written.add("Case." + name));

        assertThat(fields(permissions, "true")).containsExactlyInAnyOrderElementsOf(written);
        assertThat(fields(permissions, "false")).containsExactly("Case.Priority");
        Element cases = elements(permissions, "objectPermissions").getFirst();
        assertThat(text(cases, "allowCreate")).isEqualTo("true");
        assertThat(text(cases, "allowEdit")).isEqualTo("false");
        assertThat(text(cases, "allowDelete")).isEqualTo("false");
    }

    private static List<String> fields(Element permissions, String editable) {
        return elements(permissions, "fieldPermissions").stream()
                .filter(field -> text(field, "editable").equals(editable))
                .map(field -> text(field, "field"))
                .toList();
    }

    private static MappingSettings defaults() throws IOException {
        return new Binder(ConfigurationPropertySources.from(
                        new YamlPropertySourceLoader().load("defaults", new ClassPathResource("application.yml"))))
                .bind("caseline.mapping", MappingSettings.class)
                .get();
    }

    private static List<OrgField> customFields() throws Exception {
        try (Stream<Path> files = Files.list(METADATA.resolve("objects/Case/fields"))) {
            return files.map(OrgMetadataTest::customField).collect(Collectors.toList());
        }
    }

    private static OrgField customField(Path file) {
        Element field = read(file);
        String name = text(field, "fullName");
        assertThat(file.getFileName()).hasToString(name + ".field-meta.xml");
        boolean number = text(field, "type").equals("Number");
        return new OrgField(
                name,
                number ? "double" : "string",
                number ? 0 : Integer.parseInt(text(field, "length")),
                true,
                Boolean.parseBoolean(text(field, "unique")),
                Boolean.parseBoolean(text(field, "externalId")),
                false,
                null);
    }

    private static Element read(Path file) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(file + " is no XML", e);
        }
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList all = parent.getElementsByTagName(name);
        return IntStream.range(0, all.getLength())
                .mapToObj(all::item)
                .map(Element.class::cast)
                .toList();
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).stream()
                .map(Node::getTextContent)
                .findFirst()
                .orElse("");
    }
}
