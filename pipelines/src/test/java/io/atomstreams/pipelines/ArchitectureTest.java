package io.atomstreams.pipelines;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The walls inside of this module, and between it and the ones it stands on. */
@AnalyzeClasses(packages = "io.atomstreams", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String HERE = "io.atomstreams.pipelines";
  private static final String ALL_HERE = HERE + "..";

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(HERE + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule whatMakesEventsKnowsNoFlink =
      noClasses()
          .that()
          .resideInAnyPackage(
              HERE + ".simulator..", HERE + ".config..", HERE + ".mapping..", HERE + ".feed..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..");

  @ArchTest
  static final ArchRule nothingKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE + ".cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HERE + ".cli..");

  @ArchTest
  static final ArchRule scoringKnowsNothingOfWhatWatchesIt =
      noClasses()
          .that()
          .resideInAPackage(HERE + ".scoring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HERE + ".monitoring..", "io.atomstreams.operators.profile..");

  @ArchTest
  static final ArchRule scoringKnowsNothingOfLearning =
      noClasses()
          .that()
          .resideInAPackage(HERE + ".scoring..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HERE + ".learning..");

  @ArchTest
  static final ArchRule modelsKnowNothingAboveThem =
      noClasses()
          .that()
          .resideInAPackage("io.atomstreams.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.atomstreams.operators..", ALL_HERE);

  @ArchTest
  static final ArchRule operatorsKnowNothingAboveThem =
      noClasses()
          .that()
          .resideInAPackage("io.atomstreams.operators..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ALL_HERE);

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .that()
          .resideInAPackage(ALL_HERE)
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Constants)");

  @ArchTest
  static final ArchRule staticFieldsAreFinal =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(ALL_HERE)
          .and()
          .areStatic()
          .and(areWritten())
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule staticFieldsHoldNothingThatChanges =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(ALL_HERE)
          .and()
          .areStatic()
          .and(areWritten())
          .should()
          .notHaveRawType(changeable());

  @ArchTest
  static final ArchRule timeAndRandomnessAreArguments =
      noClasses()
          .that()
          .resideInAPackage(ALL_HERE)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(Random.class, long.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class);

  /** Map and List stand for what Map.of and List.of make; anything else that collects can grow. */
  private static DescribedPredicate<JavaClass> changeable() {
    return DescribedPredicate.describe(
        "that can hold state",
        type ->
            type.getPackageName().startsWith("java.util.concurrent")
                || type.isEquivalentTo(StringBuilder.class)
                || (type.isAssignableTo(Map.class) && !type.isEquivalentTo(Map.class))
                || (type.isAssignableTo(Collection.class) && !isImmutableByHabit(type)));
  }

  private static boolean isImmutableByHabit(JavaClass type) {
    return type.getName().equals("java.util.List") || type.getName().equals("java.util.Set");
  }

  /** Compilers add fields of their own. */
  private static DescribedPredicate<JavaField> areWritten() {
    return DescribedPredicate.describe(
        "written by a person", field -> !field.getName().startsWith("$"));
  }
}
