package io.atomstreams.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
import io.atomstreams.model.serving.SharedModels;
import java.util.Collection;
import java.util.Map;

/** The walls inside of this module. */
@AnalyzeClasses(packages = "io.atomstreams.model", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String WORDS = "io.atomstreams.model";

  @ArchTest static final ArchRule theWordsNeedOnlyTheJdk = onlyImports(WORDS, "java..");

  @ArchTest
  static final ArchRule theRegistryNeedsJackson =
      onlyImports(WORDS + ".registry", "java..", WORDS, "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule theArchiveNeedsLimitsAndCommonsCompress =
      onlyImports(
          WORDS + ".archive",
          "java..",
          WORDS,
          WORDS + ".registry",
          "org.apache.commons.compress..");

  @ArchTest
  static final ArchRule theListOfEnginesNeedsTheEngines =
      onlyImports(
          WORDS + ".engine",
          "java..",
          WORDS,
          WORDS + ".engine.ensemble",
          WORDS + ".engine.flinkml",
          WORDS + ".engine.linear",
          WORDS + ".engine.tensorflow",
          WORDS + ".engine.xgboost",
          WORDS + ".engine.lightgbm",
          WORDS + ".engine.trees",
          WORDS + ".engine.mlp",
          WORDS + ".engine.onnx",
          WORDS + ".engine.pytorch");

  @ArchTest
  static final ArchRule whatNativeEnginesShareNeedsNoLibrary =
      onlyImports(WORDS + ".engine.runtime", "java..", WORDS);

  @ArchTest
  static final ArchRule theOnnxEngineNeedsItsLibrary =
      onlyImports(
          WORDS + ".engine.onnx",
          "java..",
          WORDS,
          WORDS + ".engine.runtime",
          "ai.onnx.proto..",
          "ai.onnxruntime..",
          "com.google.protobuf..");

  @ArchTest
  static final ArchRule theLinearEngineNeedsJackson =
      onlyImports(WORDS + ".engine.linear", "java..", WORDS, "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule theTreeEnginesNeedJackson =
      onlyImports(WORDS + ".engine.trees", "java..", WORDS, "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule theXgboostEngineNeedsItsLibraryAndTheTrees =
      onlyImports(
          WORDS + ".engine.xgboost",
          "java..",
          WORDS,
          WORDS + ".engine.runtime",
          WORDS + ".engine.trees",
          "com.fasterxml.jackson..",
          "ml.dmlc.xgboost4j.java");

  @ArchTest
  static final ArchRule theLightgbmEngineNeedsItsLibraryAndTheTrees =
      onlyImports(
          WORDS + ".engine.lightgbm",
          "java..",
          WORDS,
          WORDS + ".engine.runtime",
          WORDS + ".engine.trees",
          "com.microsoft.ml.lightgbm");

  @ArchTest
  static final ArchRule theMlpEngineNeedsJackson =
      onlyImports(
          WORDS + ".engine.mlp", "java..", WORDS, WORDS + ".explain", "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule theEnsembleEngineIsHandedTheOthers =
      onlyImports(
          WORDS + ".engine.ensemble",
          "java..",
          WORDS,
          WORDS + ".explain",
          "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule theFlinkMlEngineNeedsJackson =
      onlyImports(WORDS + ".engine.flinkml", "java..", WORDS, "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule explainingNeedsJackson =
      onlyImports(WORDS + ".explain", "java..", WORDS, "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule theTensorFlowEngineNeedsItsLibrary =
      onlyImports(
          WORDS + ".engine.tensorflow",
          "java..",
          WORDS,
          WORDS + ".engine.runtime",
          "ai.djl..",
          "org.tensorflow..",
          "org.bytedeco.javacpp",
          "com.google.protobuf..");

  @ArchTest
  static final ArchRule thePyTorchEngineNeedsTheRolesOfDjlAlone =
      onlyImports(
          WORDS + ".engine.pytorch",
          "java..",
          WORDS,
          WORDS + ".engine.runtime",
          "ai.djl",
          "ai.djl.engine",
          "ai.djl.ndarray",
          "ai.djl.ndarray.types",
          "ai.djl.nn",
          "ai.djl.training");

  @ArchTest
  static final ArchRule servingNeedsWhereModelsComeFromAndWhoOpensThem =
      onlyImports(
          WORDS + ".serving",
          "java..",
          WORDS,
          WORDS + ".registry",
          WORDS + ".engine",
          WORDS + ".explain");

  @ArchTest
  static final ArchRule trainingNeedsTensorFlow =
      onlyImports(
          WORDS + ".training",
          "java..",
          WORDS,
          WORDS + ".network",
          "org.tensorflow..",
          "com.google.protobuf..");

  @ArchTest
  static final ArchRule networksNeedOnlyTheWords = onlyImports(WORDS + ".network", "java..", WORDS);

  @ArchTest
  static final ArchRule onnxFilesNeedTheirFormat =
      onlyImports(
          WORDS + ".onnx",
          "java..",
          WORDS,
          WORDS + ".network",
          "ai.onnx.proto..",
          "com.google.protobuf..");

  @ArchTest
  static final ArchRule exportJoinsTheRegistryAndPortableForms =
      onlyImports(
          WORDS + ".export",
          "java..",
          WORDS,
          WORDS + ".engine",
          WORDS + ".engine.linear",
          WORDS + ".engine.mlp",
          WORDS + ".engine.trees",
          WORDS + ".onnx",
          WORDS + ".registry",
          "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule packagingJoinsTrainingAndRegistry =
      onlyImports(
          WORDS + ".packaging",
          "java..",
          WORDS,
          WORDS + ".engine",
          WORDS + ".engine.mlp",
          WORDS + ".explain",
          WORDS + ".network",
          WORDS + ".onnx",
          WORDS + ".registry",
          WORDS + ".training");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.atomstreams.model.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule staticFieldsAreFinal =
      fields().that().areStatic().and(areWritten()).should().beFinal();

  @ArchTest
  static final ArchRule onlySharedModelsIsAMutableStatic =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .doNotBelongToAnyOf(SharedModels.class)
          .should()
          .notHaveRawType(
              DescribedPredicate.describe(
                  "that can hold state",
                  type ->
                      type.isEquivalentTo(SharedModels.class)
                          || type.isAssignableTo(Map.class)
                          || type.getPackageName().startsWith("java.util.concurrent")
                          || isMutableCollection(type)));

  @ArchTest
  static final ArchRule timeAndRandomnessAreArguments =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Constants|Impl)");

  private static ArchRule onlyImports(String from, String... allowed) {
    String[] all = new String[allowed.length + 1];
    System.arraycopy(allowed, 0, all, 0, allowed.length);
    all[allowed.length] = from;
    return classes().that().resideInAPackage(from).should().onlyDependOnClassesThat(inOneOf(all));
  }

  /** Arrays count as their elements. */
  private static DescribedPredicate<JavaClass> inOneOf(String... packages) {
    DescribedPredicate<JavaClass> inside = JavaClass.Predicates.resideInAnyPackage(packages);
    return DescribedPredicate.describe(
        "in one of " + String.join(", ", packages),
        type ->
            type.getBaseComponentType().isPrimitive() || inside.test(type.getBaseComponentType()));
  }

  /** List is the type of an immutable list in this code; the constants are made by List.of. */
  private static boolean isMutableCollection(JavaClass type) {
    return type.isAssignableTo(Collection.class) && !type.getName().equals("java.util.List");
  }

  /** Compilers add fields of their own. */
  private static DescribedPredicate<JavaField> areWritten() {
    return DescribedPredicate.describe(
        "written by a person", field -> !field.getName().startsWith("$"));
  }
}
