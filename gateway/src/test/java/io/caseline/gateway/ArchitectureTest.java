package io.caseline.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.caseline.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] KAFKA = {"org.apache.kafka..", "org.springframework.kafka.."};

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.caseline.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule A_REQUEST_GOES_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cases")
            .definedBy("io.caseline.gateway.cases..")
            .layer("tellers")
            .definedBy("io.caseline.gateway.tellers..")
            .layer("pipeline")
            .definedBy("io.caseline.gateway.pipeline..")
            .layer("http")
            .definedBy("io.caseline.gateway.http..")
            .layer("security")
            .definedBy("io.caseline.gateway.security..")
            .layer("commands")
            .definedBy("io.caseline.gateway.commands..")
            .layer("status")
            .definedBy("io.caseline.gateway.status..")
            .layer("replies")
            .definedBy("io.caseline.gateway.replies..")
            .whereLayer("cases")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("tellers")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("pipeline")
            .mayOnlyBeAccessedByLayers("cases", "tellers")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("cases", "tellers", "pipeline")
            .whereLayer("commands")
            .mayOnlyBeAccessedByLayers("cases", "tellers", "pipeline")
            .whereLayer("status")
            .mayOnlyBeAccessedByLayers("cases", "tellers", "pipeline")
            .whereLayer("replies")
            .mayOnlyBeAccessedByLayers("commands", "status");

    @ArchTest
    static final ArchRule KAFKA_STAYS_WHERE_COMMANDS_AND_REPLIES_ARE = noClasses()
            .that()
            .resideOutsideOfPackages("io.caseline.gateway.commands..", "io.caseline.gateway.replies..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KAFKA);

    @ArchTest
    static final ArchRule HTTP_KNOWS_NO_MESSAGES = noClasses()
            .that()
            .resideInAnyPackage("io.caseline.gateway.http..", "io.caseline.gateway.security..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.avro..", "io.caseline.messages..");

    @ArchTest
    static final ArchRule COMMANDS_REPLIES_AND_STATUS_KNOW_NO_SERVLET = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.caseline.gateway.commands..", "io.caseline.gateway.replies..", "io.caseline.gateway.status..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_THE_DOCUMENTATION_OR_THE_SERVER = noClasses()
            .that()
            .resideOutsideOfPackages("io.caseline.gateway.docs..", "io.caseline.gateway.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.caseline.gateway.docs..", "io.caseline.gateway.server..");
}
