package dev.medley;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Holds the simulation library to the table of ARCHITECTURE.md. */
class ArchitectureTest {
  private static final DependencyTable TABLE = DependencyTable.read();
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.medley");

  /** From the lowest room of the engine to the highest. */
  private static final List<String> ROOMS =
      List.of("state", "request", "instance", "control", "failure");

  @Test
  void everyDependencyStandsInTheTable() {
    assertThat(CLASSES).isNotEmpty();
    assertThat(TABLE.violations(CLASSES)).isEmpty();
  }

  @Test
  void aDependencyThatTheTableLacksIsReported() {
    DependencyTable closed = new DependencyTable(Map.of("check", List.of(), "kernel", List.of()));
    assertThat(closed.violations(CLASSES))
        .anyMatch(line -> line.startsWith("kernel may not use this:"))
        .anyMatch(line -> line.startsWith("no row for package dev.medley.experiment"))
        .noneMatch(line -> line.startsWith("check "));
  }

  @Test
  void aCycleInTheTableIsReported() {
    assertThat(TABLE.cycles()).isEmpty();
    DependencyTable ring =
        new DependencyTable(
            Map.of(
                "a",
                List.of("b"),
                "b",
                List.of("c..."),
                "c",
                List.of("a"),
                "d",
                List.of("a", "lib")));
    assertThat(ring.cycles()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aRowWithoutItsReasonIsRefused() {
    assertThatThrownBy(
            () ->
                DependencyTable.parse(
                    "<!-- dependencies:begin -->\n| `a` | - | |\n<!-- dependencies:end -->"))
        .hasMessageContaining("why");
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("dev.medley.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void aLowerRoomOfTheEngineNeverReachesAHigherOne() {
    for (int low = 0; low < ROOMS.size(); low++) {
      String[] higher =
          ROOMS.stream().skip(low + 1).map(ArchitectureTest::room).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(room(ROOMS.get(low)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(higher)
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  private static String room(String name) {
    return "dev.medley.cluster.engine." + name + "..";
  }

  @Test
  void noPublicSignatureShowsATypeOfTheHistogramLibrary() {
    List<String> shown = new ArrayList<>();
    for (JavaClass one : CLASSES) {
      if (!visible(one.getModifiers())) {
        continue;
      }
      for (JavaCodeUnit unit : one.getCodeUnits()) {
        boolean involved =
            unit.getAllInvolvedRawTypes().stream().anyMatch(ArchitectureTest::ofHistogramLibrary)
                || unit.getThrowsClause().getTypes().stream()
                    .anyMatch(ArchitectureTest::ofHistogramLibrary);
        if (visible(unit.getModifiers()) && involved) {
          shown.add(unit.getFullName());
        }
      }
      for (JavaField field : one.getFields()) {
        if (visible(field.getModifiers())
            && field.getAllInvolvedRawTypes().stream()
                .anyMatch(ArchitectureTest::ofHistogramLibrary)) {
          shown.add(field.getFullName());
        }
      }
    }
    assertThat(shown).isEmpty();
  }

  private static boolean visible(Set<JavaModifier> modifiers) {
    return modifiers.contains(PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean ofHistogramLibrary(JavaClass type) {
    return resideInAPackage("org.HdrHistogram..").test(type.getBaseComponentType());
  }

  @Test
  void nothingKeepsItsElementsInHashOrder() {
    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are hash-ordered collections (take LinkedHashMap, TreeMap or arrays)",
                type -> HASH_ORDERED.contains(type.getName())))
        .check(CLASSES);
  }

  private static final Set<String> HASH_ORDERED =
      Set.of(
          HashMap.class.getName(),
          HashSet.class.getName(),
          IdentityHashMap.class.getName(),
          WeakHashMap.class.getName(),
          ConcurrentHashMap.class.getName());
}
