package io.atomstreams.pipelines.evaluate;

/** A file whose values cannot be learned from as they are. */
public final class TableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TableException(String message) {
    super(message);
  }
}
