package dev.medley.scenarios;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.medley.DependencyTable;
import org.junit.jupiter.api.Test;

/** Holds the rooms of this module to the table of ARCHITECTURE.md. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("dev.medley.scenarios");

  @Test
  void everyDependencyStandsInTheTable() {
    assertThat(CLASSES).isNotEmpty();
    assertThat(DependencyTable.read().violations(CLASSES)).isEmpty();
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.medley.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theSimulationLibraryDoesNotKnowThisModule() {
    JavaClasses library =
        new ClassFileImporter()
            .importPackages("dev.medley")
            .that(
                DescribedPredicate.describe(
                    "outside this module",
                    type -> !type.getPackageName().startsWith("dev.medley.scenarios")));
    assertThat(library).isNotEmpty();
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.medley.scenarios..")
        .check(library);
  }
}
