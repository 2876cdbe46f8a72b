package io.atomstreams.model.engine.xgboost;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A thread for one native call. XGBoost loads a model with as many OpenMP threads as there are
 * processors, whatever its parameters, and OpenMP keeps them for the thread that asked as long as
 * that lives: this one does not.
 */
final class LoadingThread {

  static final String NAME = "xgboost-load";

  private LoadingThread() {}

  /** What the call gives; it is not interrupted, the caller's interruption is kept for later. */
  static <T> T call(Callable<T> call) throws ExecutionException {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, NAME);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          T result = task.get();
          thread.join();
          return result;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
