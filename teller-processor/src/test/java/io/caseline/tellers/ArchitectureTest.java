package io.caseline.tellers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.caseline.tellers", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_rules_know_the_language_and_their_own_words_only = noClasses()
            .that()
            .haveNameMatching(".*\\.(TellerRules|Decision|Known|HolderName|AssociationReason)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java.lang..", "java.util..", "java.time..", "java.text..", "org.jspecify..", "..association..");

    @ArchTest
    static final ArchRule the_directory_and_the_fee_plans_know_nothing_of_associations = noClasses()
            .that()
            .resideInAnyPackage("..directory..", "..database..", "..feeplans..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..association..");

    @ArchTest
    static final ArchRule messages_stop_at_the_edge = noClasses()
            .that()
            .haveNameNotMatching(".*(Messages|Translator|Listener|PolledCommands|Replies|Snapshots)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.caseline.messages..");
}
