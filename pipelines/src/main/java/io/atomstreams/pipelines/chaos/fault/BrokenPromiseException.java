package io.atomstreams.pipelines.chaos.fault;

/** The job did not do what it promises to do of a fault. */
public final class BrokenPromiseException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Says what was promised and what came. */
  public BrokenPromiseException(String message) {
    super(message);
  }
}
