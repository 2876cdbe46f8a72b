package io.atomstreams.pipelines.deploy;

/** A JobManager does not answer, or says no. */
public final class FlinkRestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  FlinkRestException(String message, Throwable cause) {
    super(message, cause);
  }
}
