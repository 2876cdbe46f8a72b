package io.atomstreams.model.engine.lightgbm;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.trees.EnsembleFit;
import io.atomstreams.model.engine.trees.NativeTreesModel;
import io.atomstreams.model.engine.trees.TreeEnsemble;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens {@code model.txt} as LightGBM saves it ({@link LightgbmFile} says which kinds), after it
 * has been checked in Java: broken files end the process in native code.
 *
 * <p>The library is optional: {@code io.github.metarank:lightgbm4j}. Loading it takes some 100 ms
 * once per process.
 */
public final class LightgbmEngine implements ModelEngine {

  /** The file this engine looks for. */
  public static final String MODEL_FILE = "model.txt";

  @Override
  public String name() {
    return "lightgbm";
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    try {
      String text = Files.readString(artifacts.resolve(MODEL_FILE));
      TreeEnsemble ensemble = LightgbmFile.read(text, signature.features());
      EnsembleFit.require(signature, ensemble, "the LightGBM model");
      return new NativeTreesModel(
          ref, signature, ensemble, LightgbmTrees.load(ref, signature, text));
    } catch (CharacterCodingException e) {
      throw new ModelException(
          "model %s: not a LightGBM model: %s is no UTF-8".formatted(ref, MODEL_FILE), e);
    } catch (IOException e) {
      throw new ModelException(
          "model " + ref + ": engine lightgbm needs " + MODEL_FILE + " in " + artifacts, e);
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new ModelException(
          "model %s: engine lightgbm needs the artifact io.github.metarank:lightgbm4j on the class path, and a platform it has a native library for: %s"
              .formatted(ref, e),
          e);
    }
  }
}
