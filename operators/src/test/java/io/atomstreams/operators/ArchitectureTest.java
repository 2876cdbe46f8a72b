package io.atomstreams.operators;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The walls between the packages, as their package descriptions state them. */
@AnalyzeClasses(
    packages = "io.atomstreams.operators",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String OURS = "io.atomstreams.operators.";

  @ArchTest
  static final ArchRule onlyFlinkPackagesKnowFlink =
      noClasses()
          .that()
          .resideOutsideOfPackage("..operators.flink..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..");

  @ArchTest static final ArchRule eventKnowsTheJdkOnly = mayImport("event");

  @ArchTest static final ArchRule stateKnowsTheJdkOnly = mayImport("state");

  @ArchTest static final ArchRule explainKnowsTheJdkOnly = mayImport("explain");

  @ArchTest
  static final ArchRule validationKnowsEventsAndAParser =
      mayImport("validation", OURS + "event", "com.fasterxml.jackson.core..");

  @ArchTest
  static final ArchRule contractKnowsEventsExpressionsStateAndBuckets =
      mayImport(
          "contract",
          OURS + "event",
          OURS + "validation",
          OURS + "expression",
          OURS + "state",
          OURS + "feature",
          "com.google.re2j");

  @ArchTest
  static final ArchRule privacyKnowsEventsAndValidation =
      mayImport("privacy", OURS + "event", OURS + "validation", "javax.crypto..");

  @ArchTest
  static final ArchRule anomalyKnowsEventsAndState =
      mayImport("anomaly", OURS + "event", OURS + "state");

  @ArchTest
  static final ArchRule featureKnowsEventsStateAndAnomaly =
      mayImport(
          "feature", OURS + "event", OURS + "state", OURS + "anomaly", "io.atomstreams.model");

  @ArchTest
  static final ArchRule expressionKnowsFeaturesAndCel =
      mayImport("expression", OURS + "event", OURS + "feature", "dev.cel..", "com.google..");

  @ArchTest
  static final ArchRule profileKnowsStateAParserAndSketches =
      mayImport(
          "profile", OURS + "state", "com.fasterxml.jackson.core..", "org.apache.datasketches..");

  @ArchTest
  static final ArchRule scoringKnowsEventsAndModels =
      mayImport(
          "scoring",
          OURS + "event",
          OURS + "rollout",
          OURS + "explain",
          OURS + "evidence",
          "io.atomstreams.model..");

  @ArchTest
  static final ArchRule rolloutKnowsTheModelWords = mayImport("rollout", "io.atomstreams.model");

  @ArchTest static final ArchRule foldKnowsStateOnly = mayImport("fold", OURS + "state");

  @ArchTest
  static final ArchRule onlineKnowsFoldsEventsLearnersDetectorsAndEvaluation =
      mayImport(
          "online",
          OURS + "fold",
          OURS + "event",
          OURS + "evaluation",
          OURS + "conformal",
          OURS + "calibration",
          OURS + "state",
          OURS + "learning..",
          OURS + "drift",
          OURS + "drift.feature",
          OURS + "drift.cause",
          OURS + "evidence",
          OURS + "promotion",
          "io.atomstreams.model..");

  @ArchTest static final ArchRule driftKnowsStateOnly = mayImport("drift", OURS + "state");

  @ArchTest
  static final ArchRule labelKnowsEventsAndState =
      mayImport("label", OURS + "event", OURS + "state");

  @ArchTest
  static final ArchRule featureDriftKnowsStateAndDrift =
      mayImport("drift.feature", OURS + "state", OURS + "drift");

  @ArchTest
  static final ArchRule causesKnowFindingsOnFeatures =
      mayImport("drift.cause", OURS + "drift.feature");

  @ArchTest
  static final ArchRule learningKnowsStateDriftEvidenceAndModels =
      mayImport(
          "learning..",
          OURS + "state",
          OURS + "drift",
          OURS + "evidence",
          "io.atomstreams.model..");

  @ArchTest static final ArchRule evidenceKnowsStateOnly = mayImport("evidence", OURS + "state");

  @ArchTest
  static final ArchRule promotionKnowsEvidenceAndTheRollout =
      mayImport(
          "promotion", OURS + "state", OURS + "evidence", OURS + "rollout", "io.atomstreams.model");

  @ArchTest
  static final ArchRule alertingKnowsEventsAndState =
      mayImport("alerting", OURS + "event", OURS + "state", OURS + "fold");

  @ArchTest
  static final ArchRule experimentKnowsStateAndEvidence =
      mayImport("experiment", OURS + "state", OURS + "evidence");

  @ArchTest static final ArchRule conformalKnowsStateOnly = mayImport("conformal", OURS + "state");

  @ArchTest
  static final ArchRule evaluationKnowsStateOnly = mayImport("evaluation", OURS + "state");

  @ArchTest
  static final ArchRule calibrationKnowsStateOnly = mayImport("calibration", OURS + "state");

  private static ArchRule mayImport(String own, String... others) {
    String[] allowed = java.util.Arrays.copyOf(others, others.length + 2);
    allowed[others.length] = OURS + own;
    allowed[others.length + 1] = "java..";
    return classes()
        .that()
        .resideInAPackage(OURS + own)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.atomstreams.operators.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobodyIsCalledAHelper =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Constants)(\\$.*)?");

  @ArchTest
  static final ArchRule nothingStaticCanBeReassigned =
      fields().that().areStatic().and(areWrittenByHand()).should().beFinal();

  private static DescribedPredicate<JavaField> areWrittenByHand() {
    return DescribedPredicate.describe(
        "are written by hand", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
  }

  @ArchTest
  static final ArchRule timeAndChanceAreArguments =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class)
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID");
}
