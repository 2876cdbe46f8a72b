package io.atomstreams.model.engine.trees;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a {@code trees.json} ({@link TreeEnsemble}). Needs no library and no warm-up. */
public final class TreesEngine implements ModelEngine {

  /** The file this engine looks for. */
  public static final String TREES_FILE = "trees.json";

  @Override
  public String name() {
    return "trees";
  }

  @Override
  public void inspect(ModelRef ref, ModelSignature signature, Path artifacts) {
    read(ref, artifacts);
  }

  private static TreeEnsemble read(ModelRef ref, Path artifacts) {
    try {
      return TreeEnsemble.fromJson(Files.readString(artifacts.resolve(TREES_FILE)));
    } catch (IOException e) {
      throw new ModelException(
          "model " + ref + ": engine trees needs " + TREES_FILE + " in " + artifacts, e);
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    TreeEnsemble ensemble = read(ref, artifacts);
    try {
      EnsembleFit.require(signature, ensemble, TREES_FILE);
      return new TreesModel(ref, signature, ensemble);
    } catch (ModelException e) {
      throw new ModelException("model " + ref + ": " + e.getMessage(), e);
    }
  }
}
