package io.caseline.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.caseline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_NEEDS_NO_SPRING = noClasses()
            .that()
            .resideInAPackage("io.caseline.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.caseline.messaging..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_KNOWS_APICURIOS_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackage("io.caseline.apicurio..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.apicurio..", "io.caseline.apicurio..", "io.kiota..", "com.microsoft.kiota..");

    @ArchTest
    static final ArchRule COMMANDS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("io.caseline.cli.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule OPERATIONS_NEED_NOTHING_BUT_THE_API = noClasses()
            .that()
            .resideInAPackage("io.caseline.cli.operations..")
            .and()
            // writes into Kafka what the API gives
            .haveNameNotMatching(".*(RepublishCommand|EventTopic).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "io.apicurio..", "java.sql..", "io.caseline.schemas..");
}
