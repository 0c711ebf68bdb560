package io.caseline.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A call passes through the packages in one direction: api, page or admin, then store, then cases. */
@AnalyzeClasses(packages = "io.caseline.sandbox", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.caseline.sandbox.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_root_package_depends_on_no_other = noClasses()
            .that()
            .resideInAPackage("io.caseline.sandbox")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.caseline.sandbox.*..");

    @ArchTest
    static final ArchRule a_call_goes_one_way = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("api")
            .definedBy("..sandbox.api..")
            .layer("page")
            .definedBy("..sandbox.page..")
            .layer("admin")
            .definedBy("..sandbox.admin..")
            .layer("oauth")
            .definedBy("..sandbox.oauth..")
            .layer("limits")
            .definedBy("..sandbox.limits..")
            .layer("store")
            .definedBy("..sandbox.store..")
            .layer("soql")
            .definedBy("..sandbox.soql..")
            .layer("faults")
            .definedBy("..sandbox.faults..")
            .whereLayer("api")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("page")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("admin")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("oauth")
            .mayOnlyBeAccessedByLayers("api", "admin")
            .whereLayer("limits")
            .mayOnlyBeAccessedByLayers("api", "admin")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("api", "page", "admin")
            .whereLayer("soql")
            .mayOnlyBeAccessedByLayers("api", "store")
            .whereLayer("faults")
            .mayOnlyBeAccessedByLayers("api", "page", "admin", "oauth", "limits");

    @ArchTest
    static final ArchRule case_rules_and_soql_know_no_framework_and_no_database = classes()
            .that()
            .resideInAnyPackage("..sandbox.cases..", "..sandbox.soql..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.math..",
                    "java.nio.charset..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify..",
                    // records are read from JSON
                    "com.fasterxml.jackson.annotation..",
                    "tools.jackson.databind..",
                    "io.caseline.sandbox",
                    "..sandbox.cases..",
                    "..sandbox.soql..");

    @ArchTest
    static final ArchRule sql_stays_in_store_limits_and_page = noClasses()
            .that()
            .resideOutsideOfPackages("..sandbox.store..", "..sandbox.limits..", "..sandbox.page..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.jdbc..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule store_and_limits_know_no_http = noClasses()
            .that()
            .resideInAnyPackage("..sandbox.store..", "..sandbox.limits..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "org.springframework.http..", "org.springframework.web..");
}
