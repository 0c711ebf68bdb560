package io.caseline.tellers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module reads in the order in which a command passes: inbox, association, rules, outcome, publish. */
@AnalyzeClasses(packages = "io.caseline.tellers", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_rules_know_no_framework = noClasses()
            .that()
            .resideInAnyPackage("..tellers.rules..", "..tellers.command..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..",
                    "org.jspecify..",
                    "com.ibm.icu..",
                    "io.caseline.schemas..",
                    "..tellers.rules..",
                    "..tellers.command..");

    @ArchTest
    static final ArchRule messages_stop_at_the_edge = noClasses()
            .that()
            .resideOutsideOfPackages("..tellers.inbox..", "..tellers.publish..", "..tellers.directory..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.caseline.messages..", "org.apache.avro..");

    @ArchTest
    static final ArchRule only_the_inbox_knows_the_inbox = noClasses()
            .that()
            .resideOutsideOfPackage("..tellers.inbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..tellers.inbox..");

    @ArchTest
    static final ArchRule directory_and_fee_plans_know_nothing_of_associations = noClasses()
            .that()
            .resideInAnyPackage("..tellers.directory..", "..tellers.feeplans..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..tellers.association..", "..tellers.deferral..", "..tellers.outcome..", "..tellers.publish..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.caseline.tellers.(*)..").should().beFreeOfCycles();
}
