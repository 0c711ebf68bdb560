package io.caseline.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.caseline.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PARTS_KNOW_NOTHING_OF_WHAT_IS_DONE_WITH_THEM = noClasses()
            .that()
            .resideInAPackage("io.caseline.local.platform")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.caseline.local", "io.caseline.local.demo", "io.caseline.trials.chaos");
}
