package io.caseline.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.caseline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_PLATFORM_KNOWS_NEITHER_COMMANDS_NOR_DEMO = noClasses()
            .that()
            .resideInAPackage("io.caseline.local.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.caseline.local", "io.caseline.local.demo..");

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_DOES_NOT_KNOW_THE_LOCAL_PLATFORM = noClasses()
            .that()
            .resideInAPackage("io.caseline.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.caseline.local..");

    @ArchTest
    static final ArchRule NO_SPRING = noClasses()
            .that()
            .resideInAPackage("io.caseline.local..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.caseline.messaging..");
}
