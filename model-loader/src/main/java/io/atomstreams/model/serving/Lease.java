package io.atomstreams.model.serving;

import io.atomstreams.model.Model;
import io.atomstreams.model.registry.StoredModel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to use a shared model until closed. The model is closed when its last lease is, so a
 * holder must have finished its calls by then. Closing twice does nothing more.
 */
public final class Lease implements AutoCloseable {

  private final SharedModels models;
  private final SharedModels.Shared shared;
  private final AtomicBoolean returned = new AtomicBoolean();
  private StoredModel files;

  Lease(SharedModels models, SharedModels.Shared shared) {
    this.models = models;
    this.shared = shared;
  }

  /**
   * The model; not to be kept longer than the lease, and never to be closed by the holder.
   *
   * @throws IllegalStateException if the lease has been closed
   */
  public Model model() {
    if (returned.get()) {
      throw new IllegalStateException("the lease has been given back; take a new one");
    }
    return shared.model;
  }

  /** Closes {@code held} with the lease, after the model. */
  void holding(StoredModel held) {
    files = held;
  }

  @Override
  public void close() {
    if (returned.compareAndSet(false, true)) {
      models.giveBack(shared);
      if (files != null) {
        files.close();
      }
    }
  }
}
