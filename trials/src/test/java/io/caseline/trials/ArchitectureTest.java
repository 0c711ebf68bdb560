package io.caseline.trials;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.caseline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_FROM_TRIALS_TO_LOCAL = noClasses()
            .that()
            .resideInAnyPackage("io.caseline.local..", "io.caseline.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.caseline.trials..");

    @ArchTest
    static final ArchRule CHAOS_AND_BENCHMARKS_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("io.caseline.trials.chaos..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.caseline.trials.bench..");

    @ArchTest
    static final ArchRule BENCHMARKS_DO_NOT_KNOW_CHAOS = noClasses()
            .that()
            .resideInAPackage("io.caseline.trials.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.caseline.trials.chaos..");

    @ArchTest
    static final ArchRule NO_SPRING = noClasses()
            .that()
            .resideInAPackage("io.caseline.trials..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.caseline.messaging..");
}
