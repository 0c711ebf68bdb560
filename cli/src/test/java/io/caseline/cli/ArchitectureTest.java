package io.caseline.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
    static final ArchRule DIRECTORY_AND_EVENTS_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("io.caseline.cli.events..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.caseline.cli.directory..");
}
