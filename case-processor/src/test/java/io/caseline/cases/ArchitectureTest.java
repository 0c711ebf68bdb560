package io.caseline.cases;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.caseline.cases", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KAFKA_STOPS_AT_INBOX_AND_PUBLISH = noClasses()
            .that()
            .resideOutsideOfPackages("..inbox..", "..cases.publish..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

    @ArchTest
    static final ArchRule AVRO_STOPS_AT_THE_EDGES = noClasses()
            .that()
            .resideOutsideOfPackages("..inbox..", "..cases.publish..")
            .and()
            .doNotHaveSimpleName("CommandUnsealer")
            .and()
            .doNotHaveSimpleName("SealedContent")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.avro..", "io.caseline.messages..");

    @ArchTest
    static final ArchRule THE_MAPPING_IS_PURE = classes()
            .that()
            .resideInAPackage("..mapping..")
            .and()
            .doNotHaveSimpleName("CaseFactory")
            .and()
            .haveNameNotMatching(".*(CaseFactory\\$|CommandUnsealer).*")
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
    static final ArchRule FAULTS_ARE_JUDGED_BY_PURE_RULES = noClasses()
            .that()
            .resideInAPackage("..faults..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "io.micrometer..", "org.slf4j..");

    @ArchTest
    static final ArchRule ONLY_STORES_USE_SQL = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..cases.ledger..", "..cases.outcome..", "..dispatch..", "..replay..", "..submissions..")
            .and()
            .haveSimpleNameNotEndingWith("Store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.jdbc..", "java.sql..", "javax.sql..");

    /** The error handler knows the exceptions, which have no content. */
    @ArchTest
    static final ArchRule ONE_ENDPOINT_SHOWS_PERSONAL_DATA = noClasses()
            .that()
            .resideInAPackage("..ops..")
            .and()
            .haveNameNotMatching(".*(ContentController|OperationsErrorHandler).*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..amendment..");

    @ArchTest
    static final ArchRule A_COMMAND_GOES_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("web")
            .definedBy("..web..")
            .layer("ops")
            .definedBy("..ops..")
            .layer("status")
            .definedBy("..status..")
            .layer("healing")
            .definedBy("..healing..")
            .layer("discard")
            .definedBy("..discard..")
            .layer("amendment")
            .definedBy("..amendment..")
            .layer("activity")
            .definedBy("..activity..")
            .layer("submissions")
            .definedBy("..submissions..")
            .layer("audit")
            .definedBy("..audit..")
            .layer("replay")
            .definedBy("..replay..")
            .layer("life")
            .definedBy("..cases.life..")
            .layer("republish")
            .definedBy("..republish..")
            .layer("outcome")
            .definedBy("..cases.outcome..")
            .layer("publish")
            .definedBy("..cases.publish..")
            .layer("inbox")
            .definedBy("..inbox..")
            .layer("dispatch")
            .definedBy("..dispatch..")
            .layer("faults")
            .definedBy("..faults..")
            .layer("ledger")
            .definedBy("..cases.ledger..")
            .layer("salesforce")
            .definedBy("..salesforce..")
            .layer("mapping")
            .definedBy("..mapping..")
            .whereLayer("web")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("ops")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("status")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("replay")
            .mayOnlyBeAccessedByLayers("ops", "healing")
            .whereLayer("life")
            .mayOnlyBeAccessedByLayers("ops")
            .whereLayer("healing")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("discard")
            .mayOnlyBeAccessedByLayers("ops")
            .whereLayer("amendment")
            .mayOnlyBeAccessedByLayers("ops")
            .whereLayer("activity")
            .mayOnlyBeAccessedByLayers("inbox", "outcome", "replay", "ops")
            .whereLayer("submissions")
            .mayOnlyBeAccessedByLayers("discard", "replay", "ops", "healing")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("discard", "amendment", "replay", "republish", "dispatch", "submissions", "ops")
            .whereLayer("republish")
            .mayOnlyBeAccessedByLayers("ops")
            .whereLayer("outcome")
            .mayOnlyBeAccessedByLayers("dispatch")
            .whereLayer("publish")
            .mayOnlyBeAccessedByLayers("inbox", "dispatch", "outcome", "discard", "replay", "republish", "life")
            .whereLayer("inbox")
            .mayOnlyBeAccessedByLayers("replay")
            .whereLayer("dispatch")
            .mayOnlyBeAccessedByLayers("inbox", "replay", "life", "ops")
            .whereLayer("faults")
            .mayOnlyBeAccessedByLayers("dispatch")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers(
                    "status",
                    "inbox",
                    "replay",
                    "republish",
                    "dispatch",
                    "outcome",
                    "publish",
                    "faults",
                    "mapping",
                    "discard",
                    "amendment",
                    "submissions",
                    "ops",
                    "healing",
                    "salesforce",
                    "life")
            .whereLayer("salesforce")
            .mayOnlyBeAccessedByLayers("dispatch", "faults", "replay", "ops", "healing", "life")
            .whereLayer("mapping")
            .mayOnlyBeAccessedByLayers("dispatch", "salesforce", "healing");

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_THE_CONSOLE = noClasses()
            .that()
            .resideOutsideOfPackage("..console..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..console..");

    @ArchTest
    static final ArchRule THE_CONSOLE_ACTS_THROUGH_SERVICES = noClasses()
            .that()
            .resideInAPackage("..console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..inbox..",
                    "..cases.outcome..",
                    "..cases.publish..",
                    "..faults..",
                    "..mapping..",
                    "..cases.ops..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.caseline.cases.(*)..").should().beFreeOfCycles();
}
