package io.atomstreams.model.engine.lightgbm;

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
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens {@code model.txt} as LightGBM saves it ({@link LightgbmFile} says which kinds), after it
 * has been checked in Java: broken files end the process in native code.
 *
 * <p>Loading the library takes some 100 ms once per process.
 */
public final class LightgbmEngine implements ModelEngine {

  /** The file this engine looks for. */
  public static final String MODEL_FILE = "model.txt";

  /** What has to be on the class path. */
  public static final EngineLibrary LIBRARY =
      new EngineLibrary(
          "lightgbm",
          List.of("com.microsoft.ml.lightgbm.lightgbmlib"),
          List.of("io.github.metarank:lightgbm4j:4.3.0-1"));

  @Override
  public String name() {
    return "lightgbm";
  }

  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    String text = text(ref, artifacts);
    try {
      LightgbmFile.read(text, signature.features());
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    String text = text(ref, artifacts);
    return LIBRARY.require(ref, () -> read(ref, signature, text));
  }

  private static Model read(ModelRef ref, ModelSignature signature, String text) {
    try {
      TreeEnsemble ensemble = LightgbmFile.read(text, signature.features());
      EnsembleFit.require(signature, ensemble, "the LightGBM model");
      return new NativeTreesModel(
          ref, signature, ensemble, LightgbmTrees.load(ref, signature, text));
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }

  private static String text(ModelRef ref, Path artifacts) {
    try {
      return Files.readString(artifacts.resolve(MODEL_FILE));
    } catch (CharacterCodingException e) {
      throw new ModelException(
          "model %s: not a LightGBM model: %s is no UTF-8".formatted(ref, MODEL_FILE), e);
    } catch (IOException e) {
      throw new ModelException(
          "model " + ref + ": engine lightgbm needs " + MODEL_FILE + " in " + artifacts, e);
    }
  }
}
