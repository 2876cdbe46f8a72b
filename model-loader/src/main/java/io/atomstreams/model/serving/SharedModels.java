package io.atomstreams.model.serving;

import io.atomstreams.model.Model;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One copy of each model in the process, however many subtasks score with it.
 *
 * <p>A model is opened by the first lease, shared by all that follow, and closed by the last that
 * returns. {@link #ofProcess} is the only mutable static of this project. It is one per class
 * loader: put this module and the engines into Flink's {@code lib/}, so that a restarted job finds
 * its models again instead of loading the natives a second time.
 *
 * <p>Thread-safe. Opening and closing hold the lock, so that nobody can lease a model that is being
 * closed; scoring never takes it.
 */
public final class SharedModels {

  private static final SharedModels PROCESS = new SharedModels();

  private final Map<String, Shared> open = new HashMap<>();

  /** An empty cache of its own: for tests. */
  public SharedModels() {}

  public static SharedModels ofProcess() {
    return PROCESS;
  }

  /**
   * A share in the model known by {@code digest}.
   *
   * @param digest of everything that makes the model what it computes
   * @param opener called if the model is not open; if it throws, nothing is kept
   */
  public synchronized Lease lease(String digest, Supplier<Model> opener) {
    Shared shared = open.get(digest);
    if (shared == null) {
      shared = new Shared(digest, opener.get());
      open.put(digest, shared);
    }
    shared.leases++;
    return new Lease(this, shared);
  }

  /** How many models are open now. */
  public synchronized int openModels() {
    return open.size();
  }

  /** How many leases on {@code digest} are out now. */
  public synchronized int leases(String digest) {
    Shared shared = open.get(digest);
    return shared == null ? 0 : shared.leases;
  }

  synchronized void giveBack(Shared shared) {
    shared.leases--;
    if (shared.leases == 0) {
      open.remove(shared.digest);
      shared.model.close();
    }
  }

  /** A model and the number of leases out; guarded by the cache's lock. */
  static final class Shared {
    final String digest;
    final Model model;
    private int leases;

    Shared(String digest, Model model) {
      this.digest = digest;
      this.model = model;
    }
  }
}
