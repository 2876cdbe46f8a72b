package io.atomstreams.model.engine.xgboost;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.runtime.EngineLibrary;
import io.atomstreams.model.engine.trees.EnsembleFit;
import io.atomstreams.model.engine.trees.NativeTreesModel;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Opens {@code model.json} or {@code model.ubj} as XGBoost saves it ({@link XgboostFile} says which
 * kinds), after it has been checked in Java: broken files end the process in native code.
 *
 * <p>Loading the library takes some 100 ms once per process.
 */
public final class XgboostEngine implements ModelEngine {

  /** The files this engine looks for; the first that is there is taken. */
  public static final String JSON_FILE = "model.json";

  public static final String UBJ_FILE = "model.ubj";

  /** What has to be on the class path. */
  public static final EngineLibrary LIBRARY =
      new EngineLibrary(
          "xgboost",
          List.of("ml.dmlc.xgboost4j.java.Booster"),
          List.of("ml.dmlc:xgboost4j_2.12:3.0.4"));

  @Override
  public String name() {
    return "xgboost";
  }

  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    byte[] file = bytes(ref, artifacts);
    try {
      XgboostFile.read(file, signature.features());
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    byte[] file = bytes(ref, artifacts);
    return LIBRARY.require(ref, () -> read(ref, signature, file));
  }

  private static Model read(ModelRef ref, ModelSignature signature, byte[] file) {
    try {
      TreeEnsemble ensemble = XgboostFile.read(file, signature.features());
      EnsembleFit.require(signature, ensemble, "the XGBoost model");
      return new NativeTreesModel(
          ref, signature, ensemble, XgboostTrees.load(ref, signature.featureCount(), file));
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(ModelRef ref, Path artifacts) {
    Optional<Path> file =
        Stream.of(JSON_FILE, UBJ_FILE).map(artifacts::resolve).filter(Files::exists).findFirst();
    try {
      return Files.readAllBytes(file.orElse(artifacts.resolve(JSON_FILE)));
    } catch (IOException e) {
      throw new ModelException(
          "model %s: engine xgboost needs %s or %s in %s"
              .formatted(ref, JSON_FILE, UBJ_FILE, artifacts),
          e);
    }
  }
}
