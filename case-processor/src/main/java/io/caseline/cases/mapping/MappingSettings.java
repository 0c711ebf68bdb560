package io.caseline.cases.mapping;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How an unsealed case becomes a Salesforce case; the defaults are in {@code application.yml}.
 *
 * @param fields what goes into each Salesforce field
 * @param constants values of Salesforce fields that every case gets
 * @param programs values of Salesforce fields for one program, by program code; they take precedence over the constants
 * @param tooLong {@code cut} shortens a value that is longer than its field, {@code refuse} lets the case fail
 */
@Validated
@ConfigurationProperties("caseline.mapping")
public record MappingSettings(
        @DefaultValue Map<String, @Valid Field> fields,
        @DefaultValue Map<String, String> constants,
        @DefaultValue Map<String, Map<String, String>> programs,
        @DefaultValue("cut") TooLong tooLong) {

    public enum TooLong {
        /** It is cut, with a mark, and stands whole in the description. */
        CUT,
        /** The case fails and names the field. */
        REFUSE
    }

    /** @param maxLength characters that the field takes; unset: any number */
    public record Field(
            @NotNull Source from, @Nullable @Min(2) Integer maxLength) {}
}
