package io.atomstreams.model.engine.ensemble;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens any directory that is there, and knows how many of its models are open. */
final class CountingEngine implements ModelEngine {

  int opened;
  int open;

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public Model open(ModelRef ref, ModelSignature signature, Path artifacts) {
    if (!Files.isDirectory(artifacts)) {
      throw new ModelException("model " + ref + ": no " + artifacts);
    }
    opened++;
    open++;
    return new Model() {
      private boolean closed;

      @Override
      public ModelSignature signature() {
        return signature;
      }

      @Override
      public void score(float[] rows, int rowCount, float[] out) {}

      @Override
      public void close() {
        open -= closed ? 0 : 1;
        closed = true;
      }
    };
  }
}
