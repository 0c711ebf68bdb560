package io.caseline.cases.mapping;

import io.caseline.cases.mapping.MappingSettings.Field;
import io.caseline.cases.mapping.MappingSettings.TooLong;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Sealing;
import java.util.Map;

/** Factories of cases with four fields. */
public final class CaseFactories {
    private CaseFactories() {}

    public static CaseFactory factory(TooLong tooLong) {
        Map<String, Field> fields = Map.of(
                "Subject", new Field(Source.SUBJECT, 20),
                "Description", new Field(Source.DESCRIPTION, 1000),
                "SuppliedName", new Field(Source.NAME, 80),
                "SuppliedEmail", new Field(Source.EMAIL, 80));
        return new CaseFactory(
                new MappingSettings(fields, Map.of(), Map.of(), tooLong), Sealing.from(TestServices.sealingKeys()));
    }
}
