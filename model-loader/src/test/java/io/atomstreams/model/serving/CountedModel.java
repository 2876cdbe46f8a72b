package io.atomstreams.model.serving;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelSignature;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that remembers how often it was closed. */
final class CountedModel implements Model {

  final AtomicInteger closed = new AtomicInteger();

  @Override
  public ModelSignature signature() {
    return ModelSignature.probability("in", "out", List.of("a"));
  }

  @Override
  public void score(float[] rows, int rowCount, float[] out) {
    if (closed.get() > 0) {
      throw new AssertionError("scored after it was closed");
    }
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
