package io.caseline.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.caseline.sandbox", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_depend_on_each_other_in_one_direction =
            slices().matching("io.caseline.sandbox.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rules_and_parsers_know_no_framework = noClasses()
            .that()
            .haveSimpleName("CaseRules")
            .or()
            .haveSimpleName("Parser")
            .or()
            .haveSimpleName("Conditions")
            .or()
            .haveSimpleName("Literals")
            .or()
            .haveSimpleName("Sql")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..", "java.sql..");

    @ArchTest
    static final ArchRule cases_and_queries_know_nothing_of_http = noClasses()
            .that()
            .resideInAnyPackage("..cases..", "..soql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..api..", "..oauth..", "..page..", "..admin..", "jakarta.servlet..");
}
