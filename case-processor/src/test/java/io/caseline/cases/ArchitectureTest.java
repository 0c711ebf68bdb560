package io.caseline.cases;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.caseline.cases", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KAFKA_AND_AVRO_STOP_AT_THE_SUBMISSION = noClasses()
            .that()
            .resideOutsideOfPackage("..submission..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "org.springframework.kafka..", "org.apache.avro..", "io.caseline.messages..");

    @ArchTest
    static final ArchRule THE_MAPPING_IS_PURE = classes()
            .that()
            .resideInAPackage("..mapping..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.caseline.cases.mapping",
                    "org.jspecify..",
                    // how its settings are bound and checked
                    "jakarta.validation..",
                    "org.springframework.boot.context.properties..",
                    "org.springframework.validation.annotation..");

    @ArchTest
    static final ArchRule WHAT_AN_ANSWER_MEANS_KNOWS_NO_SPRING = noClasses()
            .that()
            .haveSimpleName("ErrorKind")
            .or()
            .haveSimpleName("InsertAnswer")
            .or()
            .haveSimpleName("OrgFault")
            .or()
            .haveSimpleName("InsertCall")
            .or()
            .haveSimpleName("LedgerEntry")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_ONE_DIRECTION =
            slices().matching("io.caseline.cases.(*)..").should().beFreeOfCycles();
}
